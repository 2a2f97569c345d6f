import {noLeaders, type LeaderCounts} from '../leader-counts.ts';
import type {RaftGroup} from '../raft-group.ts';
import type {ClusterReading} from './read-cluster.ts';
import type {Transfer} from './transfers-of.ts';

/** How many leaders each server has after these transfers, by name. */
export function leaderCountsOf(
	{servers, movable, pinned}: ClusterReading,
	transfers: readonly Transfer[],
): ReadonlyMap<string, LeaderCounts> {
	const counts = new Map(servers.map(server => [server.name, {...noLeaders}]));
	for (const group of movable) {
		count(group, group.leader, 1);
	}

	for (const groups of pinned.values()) {
		for (const group of groups) {
			count(group, group.leader, 1);
		}
	}

	for (const {group, from, to} of transfers) {
		count(group, servers[from]?.name, -1);
		count(group, servers[to]?.name, 1);
	}

	return counts;

	function count({kind, replicas}: RaftGroup, server: string | undefined, change: 1 | -1): void {
		const leaders: Counting | undefined = counts.get(server ?? '');
		if (leaders) {
			leaders[replicas === 1 ? 'r1' : kind === 'stream' ? 'streams' : 'consumers'] += change;
		}
	}
}

type Counting = {-readonly [Count in keyof LeaderCounts]: LeaderCounts[Count]};
