import {cleanText} from '../../domain/clean-text.ts';
import {formatRate} from '../../domain/format-count.ts';
import {formatRatio} from '../../domain/format-ratio.ts';
import type {ServerShare} from '../../domain/distribution.ts';
import type {Plan} from '../../domain/plan/plan.ts';
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
	const {before, measure} = plan;
	const isByLoad = measure === 'messages';
	const format = isByLoad ? formatRate : String;
	const average = isByLoad ? averageOf(plan) : before.average;
	const nameWidth = Math.max(6, ...before.shares.map(share => cellWidth(nameOf(share))));
	const barWidth = Math.max(10, Math.min(60, columns - nameWidth - 32));
	const weights = weightsOf(plan);
	const most = Math.max(0, ...[...weights.values()].flatMap(({now, later}) => [now, later]));
	const scale = barScale({average, most, threshold}, barWidth);
	const heading = [
		...fitLine([span('SERVER')], nameWidth),
		span(isByLoad ? '  MSG/S  AFTER  ' : '    NOW  AFTER  '),
		...fitLine([span('CHANGE AGAINST FAIR SHARE')], barWidth, glyphs.ellipsis),
		span('  x AVG AFTER'),
	].map(piece => ({...piece, tone: 'heading'}) as const);
	const rows = before.shares.toSorted(byName).map(share => {
		const {now, later} = weights.get(share.server.name) ?? {now: 0, later: 0};
		const takesPart = hasJetStream[share.server.state];
		const isHot = isByLoad ? takesPart && now > threshold * average : share.hotspot;
		return [
			...fitLine([span(nameOf(share), isHot ? 'hot' : 'strong')], nameWidth),
			span(`  ${format(now).padStart(5)}  ${format(later).padStart(5)}  `),
			...drawChange(now, {least: later, most: later}, scale, glyphs),
			span(`  ${formatRatio(takesPart ? ratio(later, average) : undefined).padStart(11)}`),
		];
	});
	return [heading, ...rows];
}

/** Per server: leaders, or their messages per second. */
function weightsOf({
	before,
	after,
	measure,
	loads,
}: Parameters<typeof drawPlanBars>[0]): ReadonlyMap<string, {now: number; later: number}> {
	if (measure === 'messages') {
		return new Map(loads.map(load => [load.server, {now: load.before, later: load.after}]));
	}

	const laterOf = new Map(after.shares.map(({server, leaders}) => [server.name, leaders]));
	return new Map(
		before.shares.map(({server, leaders}) => [
			server.name,
			{now: leaders, later: laterOf.get(server.name) ?? leaders},
		]),
	);
}

function averageOf({before, loads}: Pick<Plan, 'before' | 'loads'>): number {
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
