import {hasJetStream} from '../domain/server.ts';
import type {Knowledge} from './knowledge.ts';

/**
 * Servers with JetStream up whose inventory has not been seen since they appeared or the connection was made, those
 * included of which nothing is known but that a meta leader counts them as up or a replica set names them.
 */
export function missingInventories({
	servers,
	looked,
	metaGroups,
	unheard,
}: Pick<Knowledge, 'servers' | 'looked' | 'metaGroups' | 'unheard'>): readonly string[] {
	const peers = [...metaGroups.values()].flatMap(({followers}) =>
		followers.flatMap(({server, online}) => (online ? [server] : [])),
	);
	const unmet = new Set([...peers, ...unheard].filter(name => !servers.has(name)));
	return [
		...[...servers.values()]
			.filter(({name, state}) => hasJetStream[state] && !looked.has(name))
			.map(({name}) => name),
		...unmet,
	];
}
