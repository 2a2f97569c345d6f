import type {GroupKey} from '../../domain/raft-group.ts';
import {byWeight} from '../scene/server-order.ts';
import type {Listing} from '../scene/listing.ts';
import type {Scene} from '../scene/scene.ts';
import {nothingSelected, type ScreenState, type Selection} from '../screen-state.ts';
import {stay, tell, type Handler} from './result.ts';

/** Moves the selection of the pane that has the keys to another row. `page` is the number of rows in view. */
export function selectBy(step: (index: number, page: number) => number): Handler {
	return (state, scene) => {
		const {listed, layout} = scene;
		if (state.pane === 'servers') {
			return stay(selectServer(state, scene, step(state.server.index, layout.servers)));
		}

		const index = clamp(step(state.group.index, layout.groups), listed.count);
		const group = pick(state.group, keyAt(listed, index), index);
		return stay({...state, group, chosen: {...state.chosen, group: true}});
	};
}

/** Selects a row of the servers; the list then begins with its first group. */
export function selectServer(state: ScreenState, scene: Scene, wanted: number): ScreenState {
	const index = clamp(wanted, scene.serverIds.length);
	const id = scene.serverIds[index];
	const isOther = id !== state.server.id;
	return {
		...state,
		server: pick(state.server, id, index),
		scope: isOther ? 'server' : state.scope,
		group: isOther ? nothingSelected : state.group,
		chosen: {server: true, group: isOther ? state.pane === 'groups' : state.chosen.group},
	};
}

export const serverBefore: Handler = (state, scene) =>
	stay(selectServer(state, scene, state.server.index - 1));

export const serverAfter: Handler = (state, scene) =>
	stay(selectServer(state, scene, state.server.index + 1));

export const hottestServer: Handler = (state, scene) => {
	const [first] = scene.servers.toSorted(byWeight);
	return stay(first ? selectServer(state, scene, scene.serverIds.indexOf(first.id)) : state);
};

export const switchPane: Handler = state =>
	stay(
		state.pane === 'servers'
			? {...state, pane: 'groups', chosen: {server: true, group: true}}
			: {...state, pane: 'servers'},
	);

export const nextCluster: Handler = (state, scene) => {
	const {clusters, cluster} = scene;
	if (clusters.length < 2) {
		return tell(state, 'There is only one cluster here', 'muted', scene);
	}

	const next = clusters[(clusters.indexOf(cluster.name) + 1) % clusters.length];
	return stay({
		...state,
		cluster: next,
		server: nothingSelected,
		group: nothingSelected,
		chosen: {server: false, group: false},
	});
};

function pick<Id>(selection: Selection<Id>, id: Id | undefined, index: number): Selection<Id> {
	return {...selection, id, index};
}

export function keyAt(listed: Listing, index: number): GroupKey | undefined {
	return listed.rows(index, 1)[0]?.key;
}

export function clamp(index: number, count: number): number {
	return Math.max(0, Math.min(count - 1, index));
}
