import {healthOf, type GroupHealth} from '../domain/group-health.ts';
import {bytesPerSecond} from '../domain/load-distribution.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import {visit, type Steps} from '../domain/steps.ts';
import {byText} from './by-name.ts';

/** What groups can be ordered by. */
export const groupOrders = [
	'rate',
	'name',
	'account',
	'health',
	'lag',
	'replicas',
	'messages',
	'bytes',
] as const;

export type GroupOrder = (typeof groupOrders)[number];

export type GroupOrdering<Order = GroupOrder> = {
	readonly order: Order;
	readonly isReversed: boolean;
};

/** An order in which each group has a rank, and those of one rank stand by name. */
export type RankedOrder = Exclude<GroupOrder, 'name'>;

/** Groups whose rank is found in one step. */
const groupsPerStep = 2000;

/**
 * The rank of each group in an order, the lowest first: the hottest, the most troubled, the largest or the first letters.
 * Those of one rank stand by name either way, so that rows do not jump.
 */
export function* rankGroups(
	groups: readonly RaftGroup[],
	{order, isReversed}: GroupOrdering<RankedOrder>,
): Steps<Float64Array> {
	const ranks = new Float64Array(groups.length);
	const direction = isReversed ? -1 : 1;
	const rankOf = order === 'account' ? yield* accountRanks(groups) : rankings[order];
	yield* visit(groups, groupsPerStep, (group, index) => {
		ranks[index] = direction * rankOf(group);
	});
	return ranks;
}

type RankOf = (group: RaftGroup) => number;

const rankings: Readonly<Record<Exclude<RankedOrder, 'account'>, RankOf>> = {
	rate: ({messagesPerSecond}) => -(messagesPerSecond ?? -1),
	bytes: group => -(bytesPerSecond(group) ?? -1),
	health: group => -trouble[healthOf(group)],
	lag: group => -lagOf(group),
	replicas: ({replicas}) => -replicas,
	messages: ({messages}) => -(messages ?? -1),
};

function* accountRanks(groups: readonly RaftGroup[]): Steps<RankOf> {
	const names = new Set<string>();
	yield* visit(groups, groupsPerStep, ({account}) => names.add(account));
	const ranks = new Map([...names].sort(byText).map((name, rank) => [name, rank]));
	return ({account}) => ranks.get(account) ?? 0;
}

const trouble: Readonly<Record<GroupHealth, number>> = {
	leaderless: 5,
	'no-healthy-follower': 4,
	'offline-follower': 3,
	lagging: 2,
	ok: 1,
	pinned: 0,
};

/** The farthest that any follower is behind, in log entries. */
export function lagOf({followers}: RaftGroup): number {
	let most = 0;
	for (const {lag} of followers) {
		most = Math.max(most, lag);
	}

	return most;
}
