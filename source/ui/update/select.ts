import {byWeight} from '../rows/server-rows.ts';
import {accountRowsInView} from '../layout.ts';
import type {Scene} from '../rows/scene.ts';
import type {Table} from '../orders.ts';
import {nothingSelected, type ScreenState, type Selection} from '../screen-state.ts';
import {notify, stay, type Handler} from './result.ts';

/** The rows of a table, as far as selecting one of them takes. */
type TableRows = {
	readonly count: number;
	/** Rows in view. */
	readonly height: number;
	readonly idAt: (index: number) => string | undefined;
	/** -1 where there is no such row. */
	readonly indexOf: (id: string) => number;
};

export function tableRows(table: Table, {serverIds, listed, accounts, layout}: Scene): TableRows {
	switch (table) {
		case 'servers':
			return rowsOf(serverIds, layout.servers);
		case 'accounts':
			return rowsOf(
				accounts.map(({accountId}) => accountId),
				accountRowsInView(layout),
			);
		case 'groups':
			return {
				count: listed.count,
				height: layout.groups,
				idAt: index => listed.rows(index, 1)[0]?.key,
				indexOf: listed.indexOf,
			};
	}
}

function rowsOf(ids: readonly string[], height: number): TableRows {
	return {count: ids.length, height, idAt: index => ids[index], indexOf: id => ids.indexOf(id)};
}

/** Selects a row of a table. Another server has the list begin with its first group. */
export function selectRow(
	state: ScreenState,
	scene: Scene,
	table: Table,
	wanted: number,
): ScreenState {
	const {count, idAt} = tableRows(table, scene);
	const index = clamp(wanted, count);
	const before = state.selected[table];
	const id = idAt(index);
	const next = withSelection(state, table, {...before, id, index});
	if (table === 'groups') {
		return {...next, chosen: {...state.chosen, groups: true}};
	}

	if (table === 'accounts') {
		return next;
	}

	return id === before.id
		? {...next, chosen: {...state.chosen, servers: true}}
		: {
				...withSelection(next, 'groups', nothingSelected),
				scope: 'server',
				chosen: {servers: true, groups: state.pane === 'groups'},
			};
}

export function withSelection(state: ScreenState, table: Table, selection: Selection): ScreenState {
	return {...state, selected: {...state.selected, [table]: selection}};
}

/** Goes to the list of groups: from now on the selections are the operator's. */
export function toGroups(state: ScreenState): ScreenState {
	return {...state, pane: 'groups', chosen: {servers: true, groups: true}};
}

/** Moves the selection of a table. `step`: by how many rows, given the rows in view. */
export function selectBy(table: Table, step: (page: number) => number): Handler {
	return (state, scene) => {
		const {height} = tableRows(table, scene);
		return stay(selectRow(state, scene, table, state.selected[table].index + step(height)));
	};
}

export const serverBefore = selectBy('servers', () => -1);

export const serverAfter = selectBy('servers', () => 1);

export const hottestServer: Handler = (state, scene) => {
	const [first] = scene.servers.toSorted(byWeight);
	return stay(
		first ? selectRow(state, scene, 'servers', scene.serverIds.indexOf(first.id)) : state,
	);
};

export const switchPane: Handler = state =>
	stay(state.pane === 'servers' ? toGroups(state) : {...state, pane: 'servers'});

export const nextCluster: Handler = (state, scene) => {
	const {clusters, cluster} = scene;
	if (clusters.length < 2) {
		return notify(state, 'There is only one cluster here', 'muted', scene);
	}

	return stay({
		...state,
		cluster: clusters[(clusters.indexOf(cluster.name) + 1) % clusters.length],
		selected: {...state.selected, servers: nothingSelected, groups: nothingSelected},
		chosen: {servers: false, groups: false},
	});
};

export function clamp(index: number, count: number): number {
	return Math.max(0, Math.min(count - 1, index));
}
