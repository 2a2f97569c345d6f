import type {LeaderCounts} from '../distribution.ts';
import {loadsOf, placedToday} from './loads-of.ts';
import type {ClusterReading} from './read-cluster.ts';
import type {Transfer} from './transfers-of.ts';

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
