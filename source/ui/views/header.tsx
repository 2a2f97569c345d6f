import {Box} from 'ink';
import type {Distribution} from '../../domain/distribution.ts';
import {formatCount, formatRatio} from '../../domain/format.ts';
import {metaLeaderText, standsAlone} from '../../domain/meta-group.ts';
import {isLower} from '../../domain/plan/improvement.ts';
import {hasJetStream} from '../../domain/server.ts';
import {isExpected} from '../../domain/upgrade/checklist.ts';
import {counted, importingWords} from '../../domain/words.ts';
import {Lines} from '../components/look.tsx';
import {freshnessPart, replayParts} from '../rows/freshness.ts';
import type {Scene} from '../rows/scene.ts';
import {otherMover} from '../rows/work.ts';
import {fitParts, form, lineWidth, toned, type Line, type Part} from '../text/line.ts';

/** Cells for the cluster, where it takes long to say why there is no connection. */
const roomForPlace = 16;

/** The first row: where this is, how it is on the whole, and at the right how far that can be trusted. */
export function Header({scene}: {readonly scene: Scene}) {
	const {columns} = scene.layout;
	const room = Math.min(columns, Math.max(24, columns - roomForPlace));
	const state = fitParts(stateParts(scene, room), room, 1);
	const width = lineWidth(state);
	const free = Math.max(0, columns - width - 2);
	return (
		<Box height={1} flexShrink={0} justifyContent="space-between">
			<Lines width={free} lines={[fitParts(headerParts(scene), free, columns >= 120 ? 3 : 2)]} />
			<Lines width={width} lines={[state]} />
		</Box>
	);
}

/** How far the picture can be trusted; in a replay, also what it is a picture of. */
function stateParts({freshness, replay, glyphs, layout}: Scene, room: number): readonly Part[] {
	if (!replay) {
		return [freshnessPart(freshness, glyphs, room)];
	}

	const isUsual = freshness.type === 'live' || freshness.type === 'ended';
	return [
		isUsual ? [] : freshnessPart(freshness, glyphs, room / 2),
		...replayParts(replay, glyphs, layout.size === 'panels'),
	];
}

/** Where this is and how it is on the whole: what matters most has the lowest rank. */
function headerParts(scene: Scene): readonly Part[] {
	const {origin, recording, cluster, acting} = scene;
	const mover = otherMover(scene);
	return [
		[form(9, toned('leadertop', 'strong'))],
		[form(5, toned(origin.label, 'strong'))],
		origin.recorded ? [form(0, toned('RECORDING', 'badge'))] : [],
		modePart(scene),
		recording === 'on' ? [form(7, toned('rec', 'good'))] : [],
		recording === 'failed' ? [form(1, toned('REC FAILED', 'bad'))] : [],
		// A recording never acts.
		origin.recorded
			? []
			: acting.type === 'locked'
				? [form(4, toned('read-only', 'warning'))]
				: [form(12, toned('read-write', 'muted'))],
		clusterPart(scene),
		...(cluster.jetStream
			? [
					metaPart(scene),
					groupsPart(scene),
					// Who moves leaders here explains what is seen, and why others are refused.
					mover === undefined ? [] : [form(4, toned(mover, 'warning'))],
					skewPart(scene),
				]
			: [[form(2, toned('no JetStream', 'warning'))]]),
	];
}

/** Everything across accounts over the system account is the normal case and goes without saying. */
function modePart({origin: {type, account = '', importingAccount}}: Scene): Part {
	if (importingAccount !== undefined) {
		return [
			form(3, toned('not system', 'warning')),
			form(6, toned(`account ${importingAccount}`, 'warning')),
			form(8, toned(importingWords(importingAccount), 'warning')),
			form(9, toned(`${importingWords(importingAccount)}: elections not heard`, 'warning')),
		];
	}

	if (type !== 'account') {
		return type === 'simulated' ? [form(0, toned('SIMULATED', 'badge'))] : [];
	}

	const only = `account ${account} only`;
	return [
		form(3, toned('one account', 'warning')),
		form(6, toned(only, 'warning')),
		form(9, toned(`${only}: no server statistics`, 'warning')),
	];
}

/** `3/3`, `east 3/3`, `cluster east 3/3`, and which of how many it is. */
function clusterPart({cluster, servers, clusters, checklists}: Scene): Part {
	const away = servers.filter(({share}) => !hasJetStream[share.server.state]);
	const isAsExpected =
		!cluster.jetStream || away.every(({share}) => isExpected(share.server, checklists));
	const name = cluster.name === '' ? '' : `${cluster.name} `;
	const present = `${servers.length - away.length}/${servers.length}`;
	const count: Line = [
		toned(present, isAsExpected ? 'text' : 'warning'),
		toned(away.length > 0 && isAsExpected && cluster.jetStream ? ' expected' : '', 'muted'),
	];
	const place = clusters.indexOf(cluster.name) + 1;
	const which = toned(clusters.length > 1 ? ` (${place} of ${clusters.length})` : '', 'muted');
	return [
		form(1, ...count),
		form(1, name, ...count),
		form(2, name, ...count, which),
		form(11, toned('cluster ', 'muted'), name, ...count, which),
	];
}

function metaPart({
	cluster: {name, metaGroupLeader, metaGroupCluster},
	origin,
	servers,
}: Scene): Part {
	const members = servers.map(({share}) => share.server);
	const isAlone = members.length > 0 && standsAlone(name, members);
	if (origin.type === 'account' || (metaGroupLeader === undefined && isAlone)) {
		return [];
	}

	return metaGroupLeader === undefined
		? [form(1, toned('no meta leader', 'bad'))]
		: [form(7, toned('meta ', 'muted'), metaLeaderText(name, metaGroupLeader, metaGroupCluster))];
}

/** That all is well can wait for room; that groups have no leader cannot. */
function groupsPart({cluster: {groups, leaderless}}: Scene): Part {
	const all = counted(groups, 'group', undefined, formatCount);
	if (leaderless === 0) {
		return [form(10, all)];
	}

	const lost = formatCount(leaderless);
	return [
		form(1, toned(`${lost} leaderless`, 'bad')),
		form(10, `${all}, `, toned(`${lost} without a leader`, 'bad')),
	];
}

function skewPart(scene: Scene): Part {
	const {distribution, load, cluster, servers, reachable, rules, glyphs} = scene;
	if (servers.length === 0) {
		return [];
	}

	const {maxRatio} = load ?? distribution;
	const isHot = maxRatio > rules.threshold;
	const now = [toned('skew ', 'muted'), toned(`${formatRatio(maxRatio)}x`, isHot ? 'hot' : 'text')];
	if (load) {
		// What bars and ratios are about is said where it is not the usual.
		return [form(1, toned('BY LOAD', 'badge'), ' ', ...now)];
	}

	const best = reachable?.(cluster.name);
	// What a server led that has just gone still counts in the average: nothing can be said of what would be better.
	const isElecting = servers.some(
		({share}) =>
			!hasJetStream[share.server.state] && share.streamLeaders + share.consumerLeaders > 0,
	);
	if (!best || isElecting) {
		return [form(2, ...now)];
	}

	// What can be reached is computed now and then: right after a run it may still be about what has been moved by now.
	if (best.stepDowns === 0 || isEven(distribution)) {
		// That nothing more can be moved is no balance where servers are down or drained, or one carries too much.
		const isWhole = servers.every(
			({share, drain}) => hasJetStream[share.server.state] && drain === undefined,
		);
		const isBalanced = !isHot && isWhole && cluster.leaderless === 0;
		return [form(2, ...now), ...(isBalanced ? [form(8, ...now, toned(' balanced', 'good'))] : [])];
	}

	const stepDowns = counted(best.stepDowns, 'step-down');
	if (isLower(best.ratio, maxRatio)) {
		const then = [...now, ` ${glyphs.arrow} ${formatRatio(best.ratio)}x`];
		return [form(2, ...now), form(6, ...then), form(8, ...then, ` in ${stepDowns}`)];
	}

	// A gain that cannot be seen is not worth naming.
	const [first] = best.improves;
	const uneven = [...now, `, ${first?.of} uneven`];
	return first
		? [form(2, ...now), form(6, ...uneven), form(8, ...uneven, `: ${stepDowns}`)]
		: [form(2, ...now)];
}

/** Whether no server leads two groups, or two streams, more than another: no step-down could make that more even. */
function isEven({shares}: Distribution): boolean {
	return (['leaders', 'streamLeaders'] as const).every(count => {
		const counts = shares.map(share => share[count]);
		return Math.max(...counts) - Math.min(...counts) <= 1;
	});
}
