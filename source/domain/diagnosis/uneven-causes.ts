import type {BestRatio} from '../cluster-summary.ts';
import type {Distribution} from '../distribution.ts';
import type {ElectionCause} from '../election-cause.ts';
import type {RaftGroup} from '../raft-group.ts';
import type {ReplicaEvidence} from './replica-evidence.ts';
import {
	explainsMs,
	isLatest,
	meanHosted,
	membersOf,
	othersOf,
	startCauses,
	worthExplaining,
	type Member,
} from './start-causes.ts';
import type {UnevenCause} from './uneven-cause.ts';

/** What there is to explain uneven leaders of one cluster with. */
export type UnevenEvidence = {
	/** Epoch in ms. */
	readonly now: number;
	readonly distribution: Distribution;
	/** By server name. */
	readonly replicas: ReadonlyMap<string, ReplicaEvidence>;
	/** Servers that are kept empty from here. */
	readonly drained: ReadonlySet<string>;
	/** What others keep empty: `user@host` by server name. */
	readonly drainedBy?: ReadonlyMap<string, string> | undefined;
	/** Newest last. */
	readonly elections: readonly SeenElection[];
	/** Undefined where it is not known. */
	readonly best: BestRatio | undefined;
};

/** Why some servers lead far more or far fewer groups than others. Empty where that is not so, and where nothing seen explains it. */
export function unevenCauses(known: UnevenEvidence): readonly UnevenCause[] {
	const {distribution, drained, drainedBy} = known;
	const members = membersOf(distribution, known.replicas);
	if (!members.some(({light, heavy}) => light || heavy)) {
		return [];
	}

	const light = members.filter(member => member.light);
	const emptied = light.filter(
		({share: {server}}) => drained.has(server.name) || drainedBy?.has(server.name) === true,
	);
	const sparse = members.filter(
		member => !emptied.includes(member) && isSparse(member, members, distribution),
	);
	const isAnyHeavy = members.some(({heavy}) => heavy);
	const winner = isAnyHeavy ? electionWinner(known.elections, distribution.cluster) : undefined;
	const best = unevenBest(known, members);
	const causes = [
		...emptied.map(({share: {server}}): UnevenCause => ({
			type: 'drained',
			server: server.name,
			by: drainedBy?.get(server.name),
		})),
		...startCauses(members, [...emptied, ...sparse], known.now),
		...sparse.map(member => fewReplicas(member, members, {now: known.now, best})),
		...members.flatMap(member => immovable(member, distribution)),
		...members.flatMap(({share, heavy}): UnevenCause[] =>
			heavy && winner?.server === share.server.name ? [{type: 'wins-elections', ...winner}] : [],
		),
	];
	const isExplained = causes.some(({type}) => type === 'few-replicas' || type === 'one-replica');
	return best !== undefined && !isExplained && isAnyHeavy
		? [...causes, {type: 'replica-sets', best}]
		: causes;
}

/** Whether too few groups have a replica on it to lead a fair share, or far fewer than on others where it leads next to nothing. */
function isSparse(member: Member, members: readonly Member[], {average}: Distribution): boolean {
	const {share, evidence, light} = member;
	const isShort = evidence.hosted < Math.floor(average);
	return (
		average - share.leaders >= worthExplaining &&
		(isShort || (light && evidence.hosted < meanHosted(othersOf(member, members)) / 2))
	);
}

function immovable({share, evidence, heavy}: Member, {average}: Distribution): UnevenCause[] {
	const {server, leaders, r1, streamLeaders, consumerLeaders} = share;
	const excess = leaders - average;
	const countsR1 = leaders > streamLeaders + consumerLeaders;
	return [
		...(heavy && countsR1 && r1 >= excess / 2
			? [{type: 'one-replica', server: server.name, groups: r1} as const]
			: []),
		...(heavy && evidence.stuck >= excess / 2
			? [{type: 'stuck', server: server.name, groups: evidence.stuck} as const]
			: []),
	];
}

/** The ratio that step-downs alone would reach, where that is not even and the reason does not go away with time. */
function unevenBest(
	{best, distribution: {shares, average}, drained, drainedBy}: UnevenEvidence,
	members: readonly Member[],
): number | undefined {
	const isWhole = shares.every(
		({server}) =>
			server.state === 'online' &&
			!drained.has(server.name) &&
			drainedBy?.has(server.name) !== true,
	);
	if (best === undefined || !isWhole) {
		return undefined;
	}

	// A replica that catches up brings the best at most one leader further down.
	const behind = members.reduce((sum, {evidence}) => sum + evidence.behind, 0);
	const most = best.ratio * average + rounding;
	const isShort = members.some(({evidence}) => evidence.hosted < Math.floor(average));
	return most - (isShort ? 0 : behind) >= Math.ceil(average) + 1 ? best.ratio : undefined;
}

const rounding = 1e-6;

function fewReplicas(
	member: Member,
	members: readonly Member[],
	{now, best}: {readonly now: number; readonly best: number | undefined},
): UnevenCause {
	const {startedAt: at, evidence} = member;
	const server = member.share.server.name;
	const isYoungest =
		at !== undefined && now - at < explainsMs && isLatest(at, othersOf(member, members));
	return {
		type: 'few-replicas',
		server,
		hosted: evidence.hosted,
		at: isYoungest ? at : undefined,
		best,
	};
}

/** An election that was seen. */
type SeenElection = {
	/** With its new leader. */
	readonly group: RaftGroup;
	/** Who led before, as far as known. */
	readonly from: string | undefined;
	readonly to: string;
	readonly cause: ElectionCause;
};

/** Somebody chose the time, and often the winner; or there was no leader before. */
const chosen: ReadonlySet<ElectionCause> = new Set(['ours', 'others', 'new']);

/** Fewer elections than this prove nothing. */
const fewest = 20;

/** Standard deviations beyond what chance brings: it does so once in a thousand times. */
const beyondChance = 3;

/**
 * The server that wins far more elections than its share; undefined where chance could explain it.
 * Each election counts for those who could have won it: the peers that were heard, without the leader that went.
 */
function electionWinner(
	elections: readonly SeenElection[],
	cluster: string,
): {readonly server: string; readonly wins: number; readonly of: number} | undefined {
	const tallies = new Map<string, {wins: number; of: number; expected: number; variance: number}>();
	for (const {group, from, to, cause} of elections) {
		const candidates =
			chosen.has(cause) || group.cluster !== cluster ? [] : candidatesOf(group, from, to);
		for (const server of candidates.length > 1 ? candidates : []) {
			const tally = tallies.get(server) ?? {wins: 0, of: 0, expected: 0, variance: 0};
			const chance = 1 / candidates.length;
			tallies.set(server, tally);
			tally.wins += server === to ? 1 : 0;
			tally.of++;
			tally.expected += chance;
			tally.variance += chance * (1 - chance);
		}
	}

	const [first] = [...tallies]
		.filter(
			([, {wins, of, expected, variance}]) =>
				of >= fewest && wins - expected > beyondChance * Math.sqrt(variance),
		)
		.sort((a, b) => b[1].wins - a[1].wins);
	return first && {server: first[0], wins: first[1].wins, of: first[1].of};
}

function candidatesOf({followers}: RaftGroup, from: string | undefined, to: string): string[] {
	const others = followers.filter(({server, online}) => online && server !== from && server !== to);
	return from === to ? [] : [to, ...others.map(({server}) => server)];
}
