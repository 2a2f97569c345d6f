import type {RaftGroup} from '../raft-group.ts';
import type {ClusterReading} from './read-cluster.ts';

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
