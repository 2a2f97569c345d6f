import {hasJetStream} from '../domain/server.ts';
import {settlingMs} from '../domain/server-restart.ts';
import type {Knowledge} from './knowledge.ts';

/**
 * Servers whose JetStream came up again not long before some server of their cluster was last looked at, or after that.
 * Until all have been looked at, what leaders said of the replicas on it may be about its earlier life.
 */
export function unseenReplicas({
	servers,
	lookedAt,
	restarts,
}: Pick<Knowledge, 'servers' | 'lookedAt' | 'restarts'>): ReadonlySet<string> {
	const oldestLook = new Map<string, number>();
	for (const {name, cluster, state} of servers.values()) {
		if (hasJetStream[state]) {
			const at = lookedAt.get(name) ?? 0;
			oldestLook.set(cluster, Math.min(at, oldestLook.get(cluster) ?? at));
		}
	}

	return new Set(
		[...restarts].flatMap(([name, {upAt}]) => {
			const cluster = servers.get(name)?.cluster;
			const isSeen =
				upAt === undefined || (oldestLook.get(cluster ?? '') ?? 0) >= upAt + settlingMs;
			return isSeen ? [] : [name];
		}),
	);
}
