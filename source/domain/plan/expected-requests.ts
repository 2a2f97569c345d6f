import {isHealthy} from '../fitness.ts';
import {supports} from '../server-version.ts';
import type {ClusterReading} from './read-cluster.ts';
import type {Transfer} from './transfers-of.ts';

/**
 * Step-downs to expect for these transfers. A server before 2.11 cannot be told who shall lead next: of the groups that it
 * lets go, each follower gets about the same share, so that it takes as many as give the most wanted follower its due.
 * What leaves a drained server is right wherever it goes. An estimate: in simulated clusters, kind by kind, the median
 * run took between 0.75 and 1.35 times as many.
 */
export function expectedRequests(
	{servers, closed}: Pick<ClusterReading, 'servers' | 'closed'>,
	transfers: readonly Transfer[],
): number {
	const givers = servers.map(() => ({count: 0, followers: 0, takers: new Map<number, number>()}));
	for (const {group, from, to} of transfers) {
		const giver = givers[from];
		if (giver) {
			giver.count++;
			for (const follower of group.followers) {
				giver.followers += isHealthy(follower, group) ? 1 : 0;
			}

			giver.takers.set(to, (giver.takers.get(to) ?? 0) + 1);
		}
	}

	return givers.reduce((sum, {count, followers, takers}, server) => {
		const isDirected = supports(servers[server]?.version ?? '', 'directedStepDown');
		if (count === 0 || isDirected || closed[server] === 'draining') {
			return sum + count;
		}

		const mostWanted = Math.max(...takers.values());
		return sum + Math.max(count, Math.round((followers / count) * mostWanted));
	}, 0);
}
