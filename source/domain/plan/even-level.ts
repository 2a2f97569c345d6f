import {hasJetStream} from '../server.ts';
import type {ClusterReading} from './read-cluster.ts';

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
