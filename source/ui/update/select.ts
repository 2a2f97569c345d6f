import {leaderless} from '../../state/group-list.ts';
import {accountRowsInView} from '../layout.ts';
import type {Table} from '../orders.ts';
import type {Scene} from '../rows/scene.ts';
import {byWeight} from '../rows/server-rows.ts';
import {upgradeRowsIn} from '../rows/upgrade.ts';
import {noSelection, type ScreenState, type Selection} from '../screen-state.ts';
import {notify, stay, type Handler} from './result.ts';

/** Goes so many rows, or pages of what is in view, in whatever gets the keys: a table, a choice, or a text. */
export function move(rows: number, pages = 0): Handler {
	const by = (height: number) => rows + pages * height;
	return (state, scene, textOf) => {
		const {dialog, selected} = state;
		switch (dialog.type) {
			case 'none': {
				const {height} = rowsOf(state.pane, scene);
				const index = selected[state.pane].index + by(height);
				return stay(selectRow(state, scene, state.pane, index));
			}

			case 'accounts': {
				const index = selected.accounts.index + by(accountRowsInView(scene.layout));
				return stay(selectRow(state, scene, 'accounts', index));
			}

			case 'upgrade': {
				const count = scene.servers.length;
				const index = selected.servers.index + by(upgradeRowsIn(scene.layout, count).servers);
				// Groups without a leader are no server.
				return stay(selectRow(state, scene, 'servers', clamp(index, count)));
			}

			case 'choice': {
				const index = clamp(dialog.index + by(scene.layout.body), dialog.targets.length);
				return stay({...state, dialog: {...dialog, index}});
			}

			default: {
				const text = textOf(state, scene);
				if (!text || !('top' in dialog)) {
					return stay(state);
				}

				const top = clamp(dialog.top + by(text.height), text.lines - text.height + 1);
				return stay({...state, dialog: {...dialog, top}});
			}
		}
	};
}

/** The rows of a table, as far as selecting one of them takes. */
type TableRows = {
	readonly count: number;
	/** Rows in view. */
	readonly height: number;
	readonly idAt: (index: number) => string | undefined;
	/** -1 where there is no such row. */
	readonly indexOf: (id: string) => number;
};

function rowsOf(table: Table, {serverIds, listed, accounts, layout}: Scene): TableRows {
	if (table === 'groups') {
		return {
			count: listed.count,
			height: layout.groups,
			idAt: index => listed.rows(index, 1)[0]?.key,
			indexOf: listed.indexOf,
		};
	}

	const ids = table === 'servers' ? serverIds : accounts.map(({accountId}) => accountId);
	return {
		count: ids.length,
		height: table === 'servers' ? layout.servers : accountRowsInView(layout),
		idAt: index => ids[index],
		indexOf: id => ids.indexOf(id),
	};
}

/** Selects a row of a table. Another server has the list begin with its first group. */
export function selectRow(
	state: ScreenState,
	scene: Scene,
	table: Table,
	wanted: number,
): ScreenState {
	const {count, idAt} = rowsOf(table, scene);
	const index = clamp(wanted, count);
	const id = idAt(index);
	const before = state.selected[table];
	const next = withSelection(state, table, {...before, id, index, isChosen: true});
	if (table !== 'servers' || id === before.id) {
		return next;
	}

	const groups = {...noSelection, isChosen: state.pane === 'groups'};
	return {...withSelection(next, 'groups', groups), scope: 'server'};
}

export function withSelection(state: ScreenState, table: Table, selection: Selection): ScreenState {
	return {...state, selected: {...state.selected, [table]: selection}};
}

/** Goes to the list of groups: from now on the selections are the operator's. */
export function toGroups(state: ScreenState): ScreenState {
	const {servers, groups} = state.selected;
	return {
		...state,
		pane: 'groups',
		selected: {
			...state.selected,
			servers: {...servers, isChosen: true},
			groups: {...groups, isChosen: true},
		},
	};
}

/**
 * The state after rows of a table have moved: the selection follows its row, and when that is gone it goes to the
 * neighbour, which is whatever stands where it stood.
 */
export function reconcileSelection(
	state: ScreenState,
	scene: Scene,
	table: Table,
	selection: Selection = state.selected[table],
): ScreenState {
	const {count, height, idAt, indexOf} = rowsOf(table, scene);
	const found = selection.id === undefined ? -1 : indexOf(selection.id);
	const index = found >= 0 ? found : clamp(selection.index, count);
	const id = found >= 0 ? selection.id : idAt(index);
	const top = keepInView(selection.top, index, height, count);
	const before = state.selected[table];
	return id === before.id && index === before.index && top === before.top
		? state
		: withSelection(state, table, {...selection, id, index, top});
}

/** The first row in view, moved no further than needed to show row `index`, without a gap at the end. */
export function keepInView(top: number, index: number, height: number, count: number): number {
	if (height <= 0) {
		return top;
	}

	const shown = Math.min(Math.max(top, index - height + 1), index);
	return Math.max(0, Math.min(shown, count - height));
}

function clamp(index: number, count: number): number {
	return Math.max(0, Math.min(count - 1, index));
}

/** The selected server; undefined where there is none, or where the groups without a leader are selected. */
export function selectedServer({selected}: ScreenState): string | undefined {
	const {id} = selected.servers;
	return id === leaderless ? undefined : id;
}

/** Selects the server above or below, from either pane. */
export function stepServer(by: 1 | -1): Handler {
	return (state, scene) =>
		stay(selectRow(state, scene, 'servers', state.selected.servers.index + by));
}

export const hottestServer: Handler = (state, scene) => {
	const [first] = scene.servers.toSorted(byWeight);
	const index = scene.serverIds.indexOf(first?.id ?? '');
	return stay(first ? selectRow(state, scene, 'servers', index) : state);
};

export const switchPane: Handler = state =>
	stay(state.pane === 'servers' ? toGroups(state) : {...state, pane: 'servers'});

export const switchScope: Handler = state =>
	stay({
		...toGroups(withSelection(state, 'groups', noSelection)),
		scope: state.scope === 'server' ? 'cluster' : 'server',
	});

export const nextCluster: Handler = (state, scene) => {
	const {clusters, cluster} = scene;
	return clusters.length < 2
		? notify(state, scene, 'There is only one cluster here')
		: stay({
				...state,
				cluster: clusters[(clusters.indexOf(cluster.name) + 1) % clusters.length],
				selected: {...state.selected, servers: noSelection, groups: noSelection},
			});
};
