import type {LeaderCounts} from '../distribution.ts';
import type {RaftGroup} from '../raft-group.ts';
import {hasJetStream} from '../server.ts';
import type {ClusterReading} from './read-cluster.ts';
import type {Transfer} from './transfers.ts';

/** How many leaders of these kinds each server has, when `placed` groups of its class are on each slot. */
export function loadsOf(
	{classes, fixed, r1, countR1, servers}: ClusterReading,
	placed: Int32Array,
	kinds: readonly RaftGroup['kind'][],
): Int32Array {
	const loads = new Int32Array(servers.length);
	for (const kind of kinds) {
		for (const server of servers.keys()) {
			const pinned = (fixed[kind][server] ?? 0) + (countR1 ? (r1[kind][server] ?? 0) : 0);
			loads[server] = (loads[server] ?? 0) + pinned;
		}
	}

	const {count, firstSlots, slotServers} = classes;
	for (let index = 0; index < count; index++) {
		if (kinds.includes(classes.kinds[index] ?? 'stream')) {
			const end = firstSlots[index + 1] ?? 0;
			for (let slot = firstSlots[index] ?? 0; slot < end; slot++) {
				const server = slotServers[slot] ?? 0;
				loads[server] = (loads[server] ?? 0) + (placed[slot] ?? 0);
			}
		}
	}

	return loads;
}

/** Today's placement: every group on the first slot of its class. */
export function placedToday({classes}: Pick<ClusterReading, 'classes'>): Int32Array {
	const {count, sizes, firstSlots} = classes;
	const placed = new Int32Array(classes.slotServers.length);
	for (let index = 0; index < count; index++) {
		placed[firstSlots[index] ?? 0] = sizes[index] ?? 0;
	}

	return placed;
}

/** How many groups are not where they are today. */
export function stepDownsOf(
	{classes}: Pick<ClusterReading, 'classes'>,
	placed: Int32Array,
): number {
	return classes.sizes.reduce(
		(sum, size, index) => sum + size - (placed[classes.firstSlots[index] ?? 0] ?? 0),
		0,
	);
}

/**
 * What each server would lead if any group could go to any server that may be given leaders. No plan's maximum is lower.
 * A server that must not be given leaders takes part only while it has more than its share; one that is drained, never.
 * @param leaving leaders that will leave the drained servers
 */
export function evenLevel(
	{servers, closed}: Pick<ClusterReading, 'servers' | 'closed'>,
	loads: ArrayLike<number>,
	leaving: number,
): number {
	const members = [...servers.keys()].filter(
		server => closed[server] !== 'draining' && hasJetStream[servers[server]?.state ?? 'silent'],
	);
	const open = members.filter(server => closed[server] === undefined);
	const isShared = open.length > 0;
	let sharers = isShared ? open.length : Math.max(1, members.length);
	let sum = (isShared ? open : members).reduce(
		(sum, server) => sum + (loads[server] ?? 0),
		leaving,
	);

	const others = isShared ? members.filter(server => closed[server] !== undefined) : [];
	for (const load of others.map(server => loads[server] ?? 0).sort((a, b) => b - a)) {
		if (load * sharers > sum) {
			sum += load;
			sharers++;
		}
	}

	return sum / sharers;
}

/** One load against the average of the servers that have JetStream up; 0 where there is no load at all. */
export function ratioOf(
	{servers}: Pick<ClusterReading, 'servers'>,
	load: number,
	loads: Iterable<number>,
): number {
	const members = servers.filter(server => hasJetStream[server.state]).length;
	let sum = 0;
	for (const load of loads) {
		sum += load;
	}

	return sum === 0 ? 0 : (load * members) / sum;
}

/** The highest load among them. */
export function highestOf(
	{servers}: Pick<ClusterReading, 'servers'>,
	loads: ArrayLike<number>,
): number {
	return servers.reduce(
		(highest, {state}, server) =>
			hasJetStream[state] ? Math.max(highest, loads[server] ?? 0) : highest,
		0,
	);
}

/** How many leaders each server has after these transfers, by name. */
export function leaderCountsOf(
	reading: ClusterReading,
	transfers: readonly Transfer[],
): ReadonlyMap<string, LeaderCounts> {
	const {servers, r1} = reading;
	const today = placedToday(reading);
	const replicated = {...reading, countR1: false};
	const leaders = {
		stream: loadsOf(replicated, today, ['stream']),
		consumer: loadsOf(replicated, today, ['consumer']),
	};
	for (const {group, from, to} of transfers) {
		const loads = leaders[group.kind];
		loads[from] = (loads[from] ?? 0) - 1;
		loads[to] = (loads[to] ?? 0) + 1;
	}

	return new Map(
		servers.map(({name}, server) => [
			name,
			{
				streams: leaders.stream[server] ?? 0,
				consumers: leaders.consumer[server] ?? 0,
				r1: (r1.stream[server] ?? 0) + (r1.consumer[server] ?? 0),
			},
		]),
	);
}
