import {formatCount} from '../../domain/format-count.ts';
import {formatRatio} from '../../domain/format-ratio.ts';
import {hasJetStream} from '../../domain/server.ts';
import type {Scene} from '../scene/scene.ts';
import {fitParts, type Part} from '../text/fit-parts.ts';
import {fitLine, lineWidth, span, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';
import {drawFreshness} from './freshness-words.ts';

/** The first line: where this is, how it is on the whole, and how far that can be trusted. */
export function drawHeader(scene: Scene): Line {
	const {glyphs, layout} = scene;
	const {columns} = layout;
	const state = drawFreshness(scene.freshness, glyphs);
	const room = columns - lineWidth(state) - 2;
	const gap = columns >= 120 ? 3 : 2;
	const left = fitParts(headerParts(scene), Math.max(0, room), gap);
	return room > 0
		? [...fitLine(left, columns - lineWidth(state)), ...state]
		: fitLine(state, columns, glyphs.ellipsis);
}

function headerParts(scene: Scene): readonly Part[] {
	const {cluster, servers, clusters, origin, acting} = scene;
	const online = servers.filter(({share}) => hasJetStream[share.server.state]).length;
	const name = cluster.name === '' ? 'cluster' : cluster.name;
	const others = clusters.length > 1 ? ` (1 of ${clusters.length})` : '';
	const count = `${online}/${servers.length}`;
	return [
		{rank: 6, forms: [[span('leadertop', 'title')]]},
		{rank: 5, forms: [[span(origin.label, 'strong')]]},
		...modeParts(origin.type),
		...(acting.type === 'locked'
			? [{rank: 4, forms: [[span(' read-only ', 'badge')], [span('read-only', 'warning')]]}]
			: [{rank: 12, forms: [[span('read-write', 'muted')]]}]),
		{
			rank: 1,
			forms: [
				[
					span('cluster ', 'muted'),
					span(`${name} `),
					span(count, online < servers.length ? 'warning' : 'text'),
					span(others, 'muted'),
				],
				[span(`${name} `), span(count, online < servers.length ? 'warning' : 'text')],
			],
		},
		{
			rank: 7,
			forms: [
				cluster.metaLeader === undefined
					? [span('no meta leader', 'bad')]
					: [span('meta ', 'muted'), span(cluster.metaLeader)],
			],
		},
		groupsPart(cluster),
		skewPart(scene),
	];
}

function groupsPart({groups, leaderless}: Scene['cluster']): Part {
	const lost = span(`${formatCount(leaderless)} leaderless`, leaderless > 0 ? 'bad' : 'text');
	const all = [span(`${formatCount(groups)} groups, `), lost];
	// Nobody has to be told at 80 columns that all is well, but everybody that it is not.
	return leaderless > 0 ? {rank: 3, forms: [all, [lost]]} : {rank: 9, forms: [all]};
}

function skewPart({distribution, cluster, reachable, rules, glyphs}: Scene): Part {
	const hot = distribution.maxRatio > rules.threshold;
	const now: Line = [
		span('skew ', 'muted'),
		span(`${formatRatio(distribution.maxRatio)}x`, hot ? 'hot' : 'text'),
	];
	const best = reachable?.(cluster.name);
	if (!best) {
		return {rank: 2, forms: [now]};
	}

	if (best.stepDowns === 0) {
		return {rank: 2, forms: [[...now, span(' balanced', 'good')], now]};
	}

	const then = [...now, span(` ${glyphs.arrow} ${formatRatio(best.ratio)}x in ${best.stepDowns}`)];
	const words = best.stepDowns === 1 ? ' step-down' : ' step-downs';
	return {rank: 2, forms: [[...then, span(words)], then, now]};
}

function modeParts(type: Scene['origin']['type']): readonly Part[] {
	const mode = modes[type];
	return mode ? [{rank: mode.rank, forms: [[span(mode.text, mode.tone)]]}] : [];
}

/** Everything across accounts over the system account is the normal case and goes without saying. */
const modes: Readonly<
	Record<
		Scene['origin']['type'],
		{readonly text: string; readonly tone: Tone; readonly rank: number} | undefined
	>
> = {
	system: undefined,
	account: {text: 'one account', tone: 'warning', rank: 8},
	simulated: {text: 'SIMULATED', tone: 'badge', rank: 0},
	recording: {text: 'RECORDING', tone: 'badge', rank: 0},
};
