import {cleanText} from '../../domain/clean-text.ts';
import {formatRatio} from '../../domain/format-ratio.ts';
import type {ServerShare} from '../../domain/distribution.ts';
import type {Plan} from '../../domain/plan/plan.ts';
import type {Glyphs} from '../glyphs.ts';
import {cellWidth} from '../text/cell-width.ts';
import {fitLine, span, type Line} from '../text/line.ts';
import {barScale, drawChange} from './bar.ts';

/** The servers of a plan as a table of plain lines: leaders now and after, and the one bar over the other. */
export function drawPlanBars(
	{before, after}: Pick<Plan, 'before' | 'after'>,
	{glyphs, threshold, columns}: BarOptions,
): Line[] {
	const nameWidth = Math.max(6, ...before.shares.map(share => cellWidth(nameOf(share))));
	const barWidth = Math.max(10, Math.min(60, columns - nameWidth - 32));
	const leaders = [...before.shares, ...after.shares].map(share => share.leaders);
	const scale = barScale(
		{average: before.average, most: Math.max(0, ...leaders), threshold},
		barWidth,
	);
	const heading = [
		...fitLine([span('SERVER')], nameWidth),
		span('    NOW  AFTER  '),
		...fitLine([span('CHANGE AGAINST FAIR SHARE')], barWidth, glyphs.ellipsis),
		span('  x AVG AFTER'),
	].map(piece => ({...piece, tone: 'heading'}) as const);
	const laterOf = new Map(after.shares.map(share => [share.server.name, share]));
	const rows = before.shares.toSorted(byName).map(share => {
		const later = laterOf.get(share.server.name) ?? share;
		const expected = {least: later.leaders, most: later.leaders};
		return [
			...fitLine([span(nameOf(share), share.hotspot ? 'hot' : 'strong')], nameWidth),
			span(`  ${String(share.leaders).padStart(5)}  ${String(later.leaders).padStart(5)}  `),
			...drawChange(share.leaders, expected, scale, glyphs),
			span(`  ${formatRatio(later.ratio).padStart(11)}`),
		];
	});
	return [heading, ...rows];
}

type BarOptions = {
	readonly glyphs: Glyphs;
	/** Times the average above which a server is a hotspot. */
	readonly threshold: number;
	readonly columns: number;
};

function byName(a: ServerShare, b: ServerShare): number {
	return a.server.name.localeCompare(b.server.name);
}

function nameOf({server}: ServerShare): string {
	return cleanText(server.name);
}
