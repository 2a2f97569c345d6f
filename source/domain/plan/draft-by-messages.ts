import type {RaftGroup} from '../raft-group.ts';
import {visit, type Steps} from '../steps.ts';
import {evenLevel, loadsOf, placedToday} from './loads.ts';
import {countedBy, defaultGoal, movedBy, type PlanGoal, type PlanOptions} from './plan-options.ts';
import type {ClusterReading} from './read-cluster.ts';
import {spreadWeightedGroups, type WeightedGroup} from './spread-weighted-groups.ts';
import type {Draft} from './transfers.ts';

/** Servers this near to the even level are even. */
const fineness = 0.005;

/** A step-down is worth an election when it relieves a server by this share of the mean load of a group. */
const leastGain = 0.1;

/** Evens out the messages per second that the leaders handle. A group without a known rate weighs nothing. */
export function* draftByMessages(reading: ClusterReading, options: PlanOptions): Steps<Draft> {
	const {goal: wanted = defaultGoal, tolerance = 0} = options;
	const goal: PlanGoal = wanted === 'streams-then-total' ? 'total' : wanted;
	const moves = movedBy(goal);
	const isDraining = reading.closed.map(reason => reason === 'draining');
	const {loads: before, heaviest, count} = messagesOf(reading, countedBy(goal));
	yield;
	const all = yield* weightedGroups(reading, isDraining);
	yield;
	const items = all.filter(({group}) => moves.includes(group.kind));
	yield;
	const leaving = items.reduce((sum, {at, weight}) => sum + (isDraining[at] ? weight : 0), 0);
	const level = evenLevel(reading, before, leaving);
	const mean = before.reduce((sum, load) => sum + load, 0) / Math.max(1, count);

	const enough = level * (1 + Math.max(tolerance, fineness));
	const after = before.slice();
	yield* spreadWeightedGroups(
		items.filter(({weight}) => weight > 0),
		after,
		{isDraining, enough, leastGain: mean * leastGain},
	);
	placeIdle(
		items.filter(({weight}) => weight === 0),
		loadsOf(reading, placedToday(reading), ['stream', 'consumer']),
		isDraining,
	);

	return {
		goal,
		transfers: items
			.filter(({at, home}) => at !== home)
			.map(({group, home, at}) => ({group, from: home, to: at})),
		weightOf: rateOf,
		before,
		after,
		limit: enough,
		best: Math.max(level, heaviest),
	};
}

type WeightedMove = WeightedGroup & {readonly group: RaftGroup; readonly home: number};

/** Groups that are gone through in one step. */
const groupsPerStep = 2000;

function* weightedGroups(
	{movable, classOf, classes}: ClusterReading,
	isDraining: readonly boolean[],
): Steps<WeightedMove[]> {
	const items: WeightedMove[] = [];
	yield* visit(movable, groupsPerStep, (group, index) => {
		const first = classes.firstSlots[classOf[index] ?? 0] ?? 0;
		const end = classes.firstSlots[(classOf[index] ?? 0) + 1] ?? 0;
		const [home = 0, ...others] = classes.slotServers.subarray(first, end);
		const legal = isDraining[home] ? others : [home, ...others];
		items.push({group, home, at: home, legal, weight: rateOf(group), rank: index});
	});

	return items;
}

/** What each server handles for its leaders of these kinds, the heaviest of them, and how many they are. */
function messagesOf(
	{servers, movable, pinned, countR1}: ClusterReading,
	kinds: readonly RaftGroup['kind'][],
): {readonly loads: Float64Array; readonly heaviest: number; readonly count: number} {
	const numbers = new Map(servers.map(({name}, number) => [name, number]));
	const loads = new Float64Array(servers.length);
	let heaviest = 0;
	let count = 0;
	for (const group of [movable, ...pinned.values()].flat()) {
		const server = numbers.get(group.leader ?? '');
		if (server !== undefined && kinds.includes(group.kind) && (countR1 || group.replicas !== 1)) {
			loads[server] = (loads[server] ?? 0) + rateOf(group);
			heaviest = Math.max(heaviest, rateOf(group));
			count++;
		}
	}

	return {loads, heaviest, count};
}

/** Groups without traffic leave a drained server too, for the server that leads the fewest. */
function placeIdle(
	idle: readonly WeightedMove[],
	leaders: Int32Array,
	isDraining: readonly boolean[],
): void {
	for (const item of idle.filter(({at}) => isDraining[at])) {
		const fewest = item.legal.reduce((best, server) =>
			(leaders[server] ?? 0) < (leaders[best] ?? 0) ? server : best,
		);
		leaders[fewest] = (leaders[fewest] ?? 0) + 1;
		item.at = fewest;
	}
}

function rateOf({messagesPerSecond}: RaftGroup): number {
	return Math.max(0, messagesPerSecond ?? 0);
}
