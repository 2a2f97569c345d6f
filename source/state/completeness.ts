import {hasJetStream} from '../domain/server.ts';
import {settlingMs} from '../domain/server-restart.ts';
import type {Knowledge} from './knowledge.ts';

/**
 * Servers with JetStream up whose inventory has not been seen since they appeared or the connection was made, those
 * included of which nothing is known but that a meta leader counts them as up or a replica set names them.
 */
export function missingInventories({
	servers,
	inventoried,
	metaGroups,
	unheard,
}: Knowledge): readonly string[] {
	const unseen = [...servers.values()].filter(
		({name, state}) => hasJetStream[state] && !inventoried.has(name),
	);
	const peers = [...metaGroups.values()]
		.flatMap(({followers}) => followers)
		.filter(({online}) => online);
	const unmet = [...peers.map(({server}) => server), ...unheard].filter(name => !servers.has(name));
	return [...unseen.map(({name}) => name), ...new Set(unmet)];
}

/**
 * Servers whose JetStream came up again not long before some server of their cluster was last asked for its inventory,
 * or after that. Until all have been asked, what leaders said of the replicas on it may be about its earlier life.
 */
export function unseenReplicas({
	servers,
	inventoryAskedAt,
	restarts,
}: Knowledge): ReadonlySet<string> {
	const oldestInventory = new Map<string, number>();
	for (const {name, cluster, state} of servers.values()) {
		if (hasJetStream[state]) {
			const at = inventoryAskedAt.get(name) ?? 0;
			oldestInventory.set(cluster, Math.min(at, oldestInventory.get(cluster) ?? at));
		}
	}

	const unseen = [...restarts].filter(([name, {upAt}]) => {
		const {cluster = ''} = servers.get(name) ?? {};
		return upAt !== undefined && (oldestInventory.get(cluster) ?? 0) < upAt + settlingMs;
	});
	return new Set(unseen.map(([name]) => name));
}
