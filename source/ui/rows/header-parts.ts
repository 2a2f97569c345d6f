import {cleanText} from '../../domain/clean-text.ts';
import type {Distribution} from '../../domain/distribution.ts';
import {formatCount, formatRatio} from '../../domain/format.ts';
import {standsAlone} from '../../domain/meta-group.ts';
import {isLower} from '../../domain/plan/improvement.ts';
import {hasJetStream} from '../../domain/server.ts';
import {isExpected} from '../../domain/upgrade/checklist.ts';
import {toned} from '../components/facts.tsx';
import type {Form, Part} from '../components/fit-parts.tsx';
import type {Scene} from './scene.ts';
import type {Toned} from '../theme.ts';
import {freshnessPart, replayParts} from './freshness-words.ts';

/** Where this is and how it is on the whole: what matters most has the lowest rank. */
export function headerParts(scene: Scene): readonly Part[] {
	return [
		[form(9, toned('leadertop', 'title'))],
		[form(5, toned(scene.origin.label, 'strong'))],
		scene.origin.recorded ? [form(0, toned('RECORDING', 'badge'))] : [],
		modePart(scene),
		recordingPart(scene),
		actingPart(scene),
		clusterPart(scene),
		...(scene.cluster.jetStream
			? [metaPart(scene), groupsPart(scene), moverPart(scene), skewPart(scene)]
			: [[form(2, toned('no JetStream', 'warning'))]]),
	];
}

/** How far the picture can be trusted; in a replay, also what it is a picture of. */
export function stateParts(
	{freshness, replay, glyphs, layout}: Scene,
	room: number,
): readonly Part[] {
	if (!replay) {
		return [freshnessPart(freshness, glyphs, room)];
	}

	const isUsual = freshness.type === 'live' || freshness.type === 'ended';
	return [
		isUsual ? [] : freshnessPart(freshness, glyphs, room / 2),
		...replayParts(replay, glyphs, layout.size === 'panels'),
	];
}

/** Everything across accounts over the system account is the normal case and goes without saying. */
function modePart({origin: {type, account = ''}}: Scene): Part {
	if (type !== 'account') {
		return type === 'simulated' ? [form(0, toned('SIMULATED', 'badge'))] : [];
	}

	const only = `account ${cleanText(account)} only`;
	return [
		form(3, toned('one account', 'warning')),
		form(6, toned(only, 'warning')),
		form(9, toned(`${only}: no server statistics`, 'warning')),
	];
}

function recordingPart({recording}: Scene): Part {
	if (recording === undefined) {
		return [];
	}

	return recording === 'on'
		? [form(7, toned('rec', 'good'))]
		: [form(1, toned('REC FAILED', 'bad'))];
}

/** A recording cannot act, and nobody expects it to. */
function actingPart({origin, acting}: Scene): Part {
	if (origin.recorded) {
		return [];
	}

	return acting.type === 'locked'
		? [form(4, toned('read-only', 'warning'))]
		: [form(12, toned('read-write', 'muted'))];
}

/** `3/3`, `east 3/3`, `cluster east 3/3`, and which of how many it is. */
function clusterPart({cluster, servers, clusters, checklists}: Scene): Part {
	const away = servers.filter(({share}) => !hasJetStream[share.server.state]);
	const isAsExpected =
		!cluster.jetStream || away.every(({share}) => isExpected(share.server, checklists));
	const name = cluster.name === '' ? [] : [toned(`${cluster.name} `)];
	const count = [
		toned(`${servers.length - away.length}/${servers.length}`, isAsExpected ? 'text' : 'warning'),
		...(away.length > 0 && isAsExpected && cluster.jetStream ? [toned(' expected', 'muted')] : []),
	];
	const place = clusters.indexOf(cluster.name) + 1;
	const which = clusters.length > 1 ? [toned(` (${place} of ${clusters.length})`, 'muted')] : [];
	return [
		form(1, ...count),
		form(1, ...name, ...count),
		form(2, ...name, ...count, ...which),
		form(11, toned('cluster ', 'muted'), ...name, ...count, ...which),
	];
}

function metaPart({cluster: {name, metaGroupLeader}, origin, servers}: Scene): Part {
	const members = servers.map(({share}) => share.server);
	const isAlone = members.length > 0 && standsAlone(name, members);
	if (origin.type === 'account' || (metaGroupLeader === undefined && isAlone)) {
		return [];
	}

	return metaGroupLeader === undefined
		? [form(1, toned('no meta leader', 'bad'))]
		: [form(7, toned('meta ', 'muted'), toned(metaGroupLeader))];
}

/** That all is well can wait for room; that groups have no leader cannot. */
function groupsPart({cluster: {groups, leaderless}}: Scene): Part {
	const all = `${formatCount(groups)} ${groups === 1 ? 'group' : 'groups'}`;
	if (leaderless === 0) {
		return [form(10, toned(all))];
	}

	const lost = formatCount(leaderless);
	return [
		form(1, toned(`${lost} leaderless`, 'bad')),
		form(10, toned(`${all}, `), toned(`${lost} without a leader`, 'bad')),
	];
}

/** Who moves leaders here: that explains what is seen, and why others are refused. */
function moverPart({mover, cluster, work}: Scene): Part {
	const isOurs = work !== undefined && work.phase !== 'ended';
	const words = isOurs ? undefined : mover?.(cluster.name);
	return words === undefined ? [] : [form(4, toned(words, 'warning'))];
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
		return [form(1, toned('BY LOAD', 'badge'), toned(' '), ...now)];
	}

	const best = reachable?.(cluster.name);
	if (!best) {
		return [form(2, ...now)];
	}

	// What can be reached is computed now and then: right after a run it may still be about what has been moved by now.
	if (best.stepDowns === 0 || isEven(distribution)) {
		// That nothing more can be moved is no balance where servers are down or one carries too much.
		const isWhole = servers.every(({share}) => hasJetStream[share.server.state]);
		const isBalanced = !isHot && isWhole && cluster.leaderless === 0;
		return [form(2, ...now), ...(isBalanced ? [form(8, ...now, toned(' balanced', 'good'))] : [])];
	}

	const many = best.stepDowns === 1 ? 'step-down' : 'step-downs';
	const [first] = best.improves;
	if (!isLower(best.ratio, maxRatio)) {
		// Nor is a gain that cannot be seen worth naming.
		const uneven = first ? [...now, toned(`, ${first.of} uneven`)] : now;
		return first
			? [
					form(2, ...now),
					form(6, ...uneven),
					form(8, ...uneven, toned(`: ${best.stepDowns} ${many}`)),
				]
			: [form(2, ...now)];
	}

	const then = [...now, toned(` ${glyphs.arrow} ${formatRatio(best.ratio)}x`)];
	return [
		form(2, ...now),
		form(6, ...then),
		form(8, ...then, toned(` with ${best.stepDowns} ${many}`)),
	];
}

/** Whether no server leads two groups, or two streams, more than another: no step-down could make that more even. */
function isEven({shares}: Distribution): boolean {
	return (['leaders', 'streamLeaders'] as const).every(count => {
		const counts = shares.map(share => share[count]);
		return Math.max(...counts) - Math.min(...counts) <= 1;
	});
}

function form(rank: number, ...text: readonly Toned[]): Form {
	return {rank, text};
}
