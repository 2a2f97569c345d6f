import type {Server, ServerState} from '../server.ts';
import {isFinished, type Checklist} from './checklist.ts';

const belongsToRestart: Readonly<Record<ServerState, boolean>> = {
	online: false,
	'lame-duck': true,
	recovering: true,
	'no-jetstream': false,
	silent: true,
	offline: true,
};

/** Whether a server is away because of a restart that is followed. */
export function isExpected(
	{name, state}: Pick<Server, 'name' | 'state'>,
	checklists: ReadonlyMap<string, Checklist>,
): boolean {
	const list = checklists.get(name);
	return list !== undefined && !isFinished(list) && belongsToRestart[state];
}
