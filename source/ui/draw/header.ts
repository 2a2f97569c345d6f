import {cleanText} from '../../domain/clean-text.ts';
import type {Distribution} from '../../domain/distribution.ts';
import {formatCount} from '../../domain/format-count.ts';
import {formatRatio} from '../../domain/format-ratio.ts';
import type {LoadDistribution} from '../../domain/load-distribution.ts';
import {isLower} from '../../domain/plan/improvement.ts';
import {standsAlone} from '../../domain/meta-group.ts';
import {hasJetStream} from '../../domain/server.ts';
import {isExpected} from '../../domain/upgrade/is-expected.ts';
import type {Scene} from '../scene/scene.ts';
import {fitParts, type Part} from '../text/fit-parts.ts';
import {fitLine, lineWidth, span, type Line} from '../text/line.ts';
import type {Tone} from '../theme.ts';
import {drawFreshness} from './freshness-words.ts';
import {drawReplay} from './replay-words.ts';

/** The first line: where this is, how it is on the whole, and how far that can be trusted. */
export function drawHeader(scene: Scene): Line {
	const {glyphs, layout} = scene;
	const {columns} = layout;
	const whole = drawState(scene);
	const most = Math.max(24, columns - roomForPlace);
	const state = lineWidth(whole) > most ? fitLine(whole, most, glyphs.ellipsis) : whole;
	const room = columns - lineWidth(state) - 2;
	const gap = columns >= 120 ? 3 : 2;
	const left = fitParts(headerParts(scene), Math.max(0, room), gap);
	return room > 0
		? [...fitLine(left, columns - lineWidth(state)), ...state]
		: fitLine(state, columns, glyphs.ellipsis);
}

/** Cells for the name of the tool and the cluster, where it takes long to say why there is no connection. */
const roomForPlace = 16;

/** How far the picture can be trusted; in a replay, also what it is a picture of. */
function drawState({freshness, replay, glyphs, layout}: Scene): Line {
	if (!replay) {
		return drawFreshness(freshness, glyphs);
	}

	const isUsual = freshness.type === 'live' || freshness.type === 'ended';
	const words = isUsual ? [] : [...drawFreshness(freshness, glyphs), span('  ')];
	return [...words, ...drawReplay(replay, glyphs, layout.size === 'wide')];
}

function headerParts(scene: Scene): readonly Part[] {
	const {origin, acting} = scene;
	return [
		[{rank: 9, line: [span('leadertop', 'title')]}],
		[{rank: 5, line: [span(origin.label, 'strong')]}],
		origin.recorded ? [{rank: 0, line: [span('RECORDING', 'badge')]}] : [],
		modePart(origin),
		recordingPart(scene),
		// Nobody expects to act in a recording.
		origin.recorded
			? []
			: acting.type === 'locked'
				? [{rank: 4, line: [span('read-only', 'warning')]}]
				: [{rank: 12, line: [span('read-write', 'muted')]}],
		clusterPart(scene),
		...(scene.cluster.jetStream
			? [metaPart(scene), groupsPart(scene), moverPart(scene), skewPart(scene)]
			: [[{rank: 2, line: [span('no JetStream', 'warning')]}]]),
	];
}

function recordingPart({recording}: Scene): Part {
	const words = {on: span('rec', 'good'), failed: span('REC FAILED', 'bad')} as const;
	return recording ? [{rank: recording === 'on' ? 7 : 1, line: [words[recording]]}] : [];
}

function clusterPart({cluster, servers, clusters, checklists}: Scene): Part {
	const online = servers.filter(({share}) => hasJetStream[share.server.state]).length;
	const away = servers.filter(({share}) => !hasJetStream[share.server.state]);
	const isExpectedOnly =
		!cluster.jetStream || away.every(({share}) => isExpected(share.server, checklists));
	const others = clusters.length > 1 ? ` (1 of ${clusters.length})` : '';
	const short = [
		span(cluster.name === '' ? '' : `${cluster.name} `),
		span(`${online}/${servers.length}`, isExpectedOnly ? 'text' : 'warning'),
		...(away.length > 0 && isExpectedOnly && cluster.jetStream ? [span(' expected', 'muted')] : []),
	];
	return [
		{rank: 1, line: short},
		{
			rank: others === '' ? 11 : 8,
			line: [span('cluster ', 'muted'), ...short, span(others, 'muted')],
		},
	];
}

function metaPart({cluster: {name, metaGroupLeader}, origin, servers}: Scene): Part {
	const members = servers.map(({share}) => share.server);
	if (
		origin.type === 'account' ||
		(metaGroupLeader === undefined && members.length > 0 && standsAlone(name, members))
	) {
		return [];
	}

	return metaGroupLeader === undefined
		? [{rank: 3, line: [span('no meta leader', 'bad')]}]
		: [{rank: 7, line: [span('meta ', 'muted'), span(metaGroupLeader)]}];
}

/** Nobody has to be told at 80 columns that all is well, but everybody that it is not. */
function groupsPart({cluster: {groups, leaderless}}: Scene): Part {
	const lost = span(`${formatCount(leaderless)} leaderless`, leaderless > 0 ? 'bad' : 'text');
	const all = {rank: 10, line: [span(`${formatCount(groups)} groups, `), lost]};
	return leaderless > 0 ? [{rank: 3, line: [lost]}, all] : [all];
}

function skewPart(scene: Scene): Part {
	const {distribution, load, cluster, servers, reachable, rules, glyphs} = scene;
	if (servers.length === 0) {
		return [];
	}

	if (load) {
		return loadSkewPart(load, rules.threshold);
	}

	const hot = distribution.maxRatio > rules.threshold;
	const now: Line = [
		span('skew ', 'muted'),
		span(`${formatRatio(distribution.maxRatio)}x`, hot ? 'hot' : 'text'),
	];
	const best = reachable?.(cluster.name);
	if (!best) {
		return [{rank: 2, line: now}];
	}

	// What can be reached is judged now and then: right after a run it may still tell of what was to be moved then.
	if (best.stepDowns === 0 || isEven(distribution)) {
		// That nothing more can be moved is no balance where servers are down or one carries too much.
		const whole = servers.every(({share}) => hasJetStream[share.server.state]);
		if (hot || !whole || cluster.leaderless > 0) {
			return [{rank: 2, line: now}];
		}

		return [
			{rank: 2, line: now},
			{rank: 8, line: [...now, span(' balanced', 'good')]},
		];
	}

	const [first] = best.improves;
	const isRatio = isLower(best.ratio, distribution.maxRatio) || !first;
	const then = [
		...now,
		span(
			isRatio
				? ` ${glyphs.arrow} ${formatRatio(best.ratio)}x in ${best.stepDowns}`
				: `, ${first.of} uneven`,
		),
	];
	const count = isRatio ? '' : `: ${best.stepDowns}`;
	const words = `${count} ${best.stepDowns === 1 ? 'step-down' : 'step-downs'}`;
	return [
		{rank: 2, line: now},
		{rank: 6, line: then},
		{rank: 13, line: [...then, span(words)]},
	];
}

/** Whether nobody leads two groups, or two streams, more than somebody else: no step-down could make that more even. */
function isEven({shares}: Distribution): boolean {
	return (['leaders', 'streamLeaders'] as const).every(count => {
		const counts = shares.map(share => share[count]);
		return Math.max(...counts) - Math.min(...counts) <= 1;
	});
}

/** What bars and ratios are about has to be said where it is not what is usual. */
function loadSkewPart({maxRatio}: LoadDistribution, threshold: number): Part {
	const skew = span(`${formatRatio(maxRatio)}x`, maxRatio > threshold ? 'hot' : 'text');
	return [{rank: 1, line: [span('BY LOAD', 'badge'), span(' skew ', 'muted'), skew]}];
}

/** Somebody moves leaders here: that explains what is seen, and why others are refused. */
function moverPart({mover, cluster, work}: Scene): Part {
	const isOurs = work !== undefined && work.phase !== 'ended';
	const words = isOurs ? undefined : mover?.(cluster.name);
	return words === undefined ? [] : [{rank: 4, line: [span(words, 'warning')]}];
}

function modePart({type, account = ''}: Scene['origin']): Part {
	if (type === 'account') {
		const [short, long] = ['one account', `account ${cleanText(account)} only`];
		return [
			{rank: 3, line: [span(short, 'warning')]},
			{rank: 6, line: [span(long, 'warning')]},
			{rank: 9, line: [span(`${long}: no server statistics`, 'warning')]},
		];
	}

	const mode = modes[type];
	return mode ? [{rank: mode.rank, line: [span(mode.text, mode.tone)]}] : [];
}

/** Everything across accounts over the system account is the normal case and goes without saying. */
const modes: Readonly<
	Record<
		Exclude<Scene['origin']['type'], 'account'>,
		{readonly text: string; readonly tone: Tone; readonly rank: number} | undefined
	>
> = {
	system: undefined,
	simulated: {text: 'SIMULATED', tone: 'badge', rank: 0},
};
