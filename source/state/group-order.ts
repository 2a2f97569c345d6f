import {healthOf, type GroupHealth} from '../domain/group-health.ts';
import {bytesPerSecond} from '../domain/load-distribution.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import {visit, type Steps} from '../domain/steps.ts';
import {byText} from './by-name.ts';
import type {NamedGroups} from './named-groups.ts';

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

/** Groups whose rank is found in one step. */
const groupsPerStep = 2000;

/**
 * The rank of each group in an order, the lowest first: the hottest, the most troubled, the largest or the first letters.
 * Those of one rank stand by name either way, so that rows do not jump.
 */
export function* rankGroups(
	{groups, places}: NamedGroups,
	by: GroupOrder,
	isReversed: boolean,
): Steps<Float64Array> {
	if (by === 'name') {
		return isReversed ? yield* streamRanks(groups, places) : Float64Array.from(places);
	}

	const ranks = new Float64Array(groups.length);
	const direction = isReversed ? -1 : 1;
	const rankOf = by === 'account' ? yield* accountRanks(groups) : rankings[by];
	yield* visit(groups, groupsPerStep, (group, index) => {
		ranks[index] = direction * rankOf(group);
	});
	return ranks;
}

type RankOf = (group: RaftGroup) => number;

const rankings: Readonly<Record<Exclude<GroupOrder, 'account' | 'name'>, RankOf>> = {
	rate: ({messagesPerSecond}) => -(messagesPerSecond ?? -1),
	bytes: group => -(bytesPerSecond(group) ?? -1),
	health: group => -trouble[healthOf(group)],
	lag: group => -lagOf(group),
	replicas: ({replicas}) => -replicas,
	messages: ({messages}) => -(messages ?? -1),
};

/** The last stream first; a stream and its consumers, and those of the same name, have one rank. */
function* streamRanks(groups: readonly RaftGroup[], places: Uint32Array): Steps<Float64Array> {
	const ranks = new Float64Array(groups.length);
	let before: RaftGroup | undefined;
	let rank = 0;
	const ordered = indexesByPlace(places);
	for (let from = 0; from < ordered.length; from += groupsPerStep) {
		const to = Math.min(from + groupsPerStep, ordered.length);
		for (let place = from; place < to; place++) {
			const index = (ordered[place] ?? 0) - 1;
			const group = groups[index];
			if (group) {
				rank -= before?.stream === group.stream ? 0 : 1;
				ranks[index] = rank;
				before = group;
			}
		}

		yield;
	}

	return ranks;
}

/** Counted from 1; 0 where no group has the place. */
function indexesByPlace(places: Uint32Array): Uint32Array {
	let last = 0;
	for (let index = 0; index < places.length; index++) {
		last = Math.max(last, places[index] ?? 0);
	}

	const indexes = new Uint32Array(last + 1);
	for (let index = 0; index < places.length; index++) {
		indexes[places[index] ?? 0] = index + 1;
	}

	return indexes;
}

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
