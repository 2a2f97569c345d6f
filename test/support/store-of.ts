import type {RaftGroup} from '../../source/domain/raft-group.ts';
import type {Server} from '../../source/domain/server.ts';
import {createStore, type Store} from '../../source/state/store.ts';
import {start} from './build.ts';
import {firstLook} from './events.ts';

/** A store that knows these servers (names stand for servers online) and groups, and has their distribution as its baseline. */
export function storeOf(
	servers: readonly (string | Server)[],
	groups: readonly RaftGroup[],
	at = start,
): Store {
	const store = createStore();
	for (const event of firstLook(servers, groups, at)) {
		store.apply(event);
	}

	return store;
}
