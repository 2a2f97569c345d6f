import {cleanText} from '../../domain/clean-text.ts';
import {formatRate} from '../../domain/format-count.ts';
import {formatRatio} from '../../domain/format-ratio.ts';
import type {ServerShare} from '../../domain/distribution.ts';
import {shownLoads, type Improvement} from '../../domain/plan/improvement.ts';
import type {Plan, PlannedLoad} from '../../domain/plan/plan.ts';
import {hasJetStream} from '../../domain/server.ts';
import type {Glyphs} from '../glyphs.ts';
import {cellWidth} from '../text/cell-width.ts';
import {fitLine, span, type Line} from '../text/line.ts';
import {barScale, drawChange} from './bar.ts';

/** The servers of a plan as a table of plain lines: leaders now and after, and the one bar over the other. */
export function drawPlanBars(
	plan: Pick<Plan, 'before' | 'after' | 'measure' | 'loads'>,
	{glyphs, threshold, columns}: BarOptions,
): Line[] {
	const {before} = plan;
	const {of, loads} = shownLoads(plan);
	const isByLoad = of === 'messages';
	const format = isByLoad ? formatRate : String;
	const average = averageOf(plan, loads);
	const nameWidth = Math.max(6, ...before.shares.map(share => cellWidth(nameOf(share))));
	const barWidth = Math.max(10, Math.min(60, columns - nameWidth - 32));
	const weights = new Map(loads.map(load => [load.server, load]));
	const most = Math.max(0, ...loads.flatMap(load => [load.before, load.after]));
	const scale = barScale({average, most, threshold}, barWidth);
	const heading = [
		...fitLine([span('SERVER')], nameWidth),
		span(`  ${nowTitles[of].padStart(5)}  AFTER  `),
		...fitLine([span('CHANGE AGAINST FAIR SHARE')], barWidth, glyphs.ellipsis),
		span('  x AVG AFTER'),
	].map(piece => ({...piece, tone: 'heading'}) as const);
	const rows = before.shares.toSorted(byName).map(share => {
		const {before: now, after: later} = weights.get(share.server.name) ?? {before: 0, after: 0};
		const takesPart = hasJetStream[share.server.state];
		const isHot = of === 'leaders' ? share.hotspot : takesPart && now > threshold * average;
		return [
			...fitLine([span(nameOf(share), isHot ? 'hot' : 'strong')], nameWidth),
			span(`  ${format(now).padStart(5)}  ${format(later).padStart(5)}  `),
			...drawChange(now, {least: later, most: later}, scale, glyphs),
			span(`  ${formatRatio(takesPart ? ratio(later, average) : undefined).padStart(11)}`),
		];
	});
	return [heading, ...rows];
}

/** Over the figures of now: what they are. */
export const nowTitles: Readonly<Record<Improvement['of'], string>> = {
	leaders: 'NOW',
	streams: 'STRM',
	messages: 'MSG/S',
};

function averageOf({before}: Pick<Plan, 'before'>, loads: readonly PlannedLoad[]): number {
	const members = before.shares.filter(({server}) => hasJetStream[server.state]).length;
	const total = loads.reduce((sum, load) => sum + load.before, 0);
	return members === 0 ? 0 : total / members;
}

function ratio(weight: number, average: number): number {
	return average === 0 ? 0 : weight / average;
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
