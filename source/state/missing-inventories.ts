import {hasJetStream} from '../domain/server.ts';
import type {Knowledge} from './knowledge.ts';

/** Servers with JetStream up whose inventory has not been seen since they appeared or the connection was made. */
export function missingInventories({
	servers,
	looked,
}: Pick<Knowledge, 'servers' | 'looked'>): readonly string[] {
	return [...servers.values()]
		.filter(({name, state}) => hasJetStream[state] && !looked.has(name))
		.map(({name}) => name);
}
