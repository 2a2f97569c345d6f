import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
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
	return applyAll(createStore(), firstLook(servers, groups, at));
}

export function applyAll(store: Store, events: readonly ClusterEvent[]): Store {
	for (const event of events) {
		store.apply(event);
	}

	return store;
}
