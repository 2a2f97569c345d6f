import {hasJetStream} from '../domain/server.ts';
import type {Knowledge} from './knowledge.ts';

/**
 * Servers with JetStream up whose inventory has not been seen since they appeared or the connection was made, those
 * included of which nothing is known but that a meta leader counts them as up.
 */
export function missingInventories({
	servers,
	looked,
	metaGroups,
}: Pick<Knowledge, 'servers' | 'looked' | 'metaGroups'>): readonly string[] {
	const unheard = [...metaGroups.values()].flatMap(({followers}) =>
		followers.filter(({server, online}) => online && !servers.has(server)),
	);
	return [
		...[...servers.values()]
			.filter(({name, state}) => hasJetStream[state] && !looked.has(name))
			.map(({name}) => name),
		...unheard.map(({server}) => server),
	];
}
