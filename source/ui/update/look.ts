import type {ClusterView} from '../../state/cluster-view.ts';
import {nextOrder, orderWords, reversedOrder, type Orders, type Table} from '../orders.ts';
import {nothingSelected, type ScreenState} from '../screen-state.ts';
import {intervalWords} from '../rows/freshness-words.ts';
import {stay, notify, want, type Handler} from './result.ts';
import {toGroups, withSelection} from './select.ts';

export const sortByNext: Handler = (state, scene) => {
	const table = tableOf(state);
	const sorted = inOrder(state, nextOrder(state.orders, table));
	const words = orderWords(table, sorted.orders[table], state.measure);
	return notify(sorted, `${tableNames[table]}: ${words}`, 'muted', scene);
};

const tableNames = {servers: 'Servers', groups: 'Groups', accounts: 'Accounts'} as const;

export const reverseOrder: Handler = state =>
	stay(inOrder(state, reversedOrder(state.orders, tableOf(state))));

function tableOf({dialog, pane}: ScreenState): Table {
	return dialog.type === 'accounts' ? 'accounts' : pane;
}

/** Another order of the groups: who stands on the first row wants to see what comes first; anybody else keeps the group. */
function inOrder(state: ScreenState, orders: Orders): ScreenState {
	const isSame = orders.groups === state.orders.groups;
	return isSame || state.selected.groups.index > 0
		? {...state, orders}
		: withSelection({...state, orders}, 'groups', nothingSelected);
}

export const switchScope: Handler = state =>
	stay({
		...toGroups(withSelection(state, 'groups', nothingSelected)),
		scope: state.scope === 'server' ? 'cluster' : 'server',
	});

/** By load, the groups come with the busiest first again: they make the load. */
export const switchMeasure: Handler = (state, scene) =>
	state.measure === 'load'
		? notify(
				{...state, measure: 'count'},
				'By count of leaders: bars, order and plans',
				'muted',
				scene,
			)
		: notify(
				inOrder(
					{...state, measure: 'load'},
					{...state.orders, groups: {by: 'rate', reversed: false}},
				),
				'By load (messages a second): bars, order and plans',
				'muted',
				scene,
			);

export const freezeOrGoOn: Handler = (state, {view, now}) =>
	stay({...state, frozen: state.frozen ? undefined : {at: now, view: freezeView(view)}});

/** A copy of a view that stays as it is: the store's own maps change in place. */
export function freezeView(view: ClusterView): ClusterView {
	const groups = new Map(view.groups);
	const named = view.byName();
	const names = [...view.servers.keys()];
	const trends = new Map(names.map(name => [name, [...view.trend(name)]]));
	const restarts = new Map(names.map(name => [name, view.restartOf(name)]));
	const lags = new Map(names.map(name => [name, [...view.lagsOf(name)]]));
	const behind = new Map(names.map(name => [name, view.behind(name)]));
	return {
		...view,
		connection: {...view.connection},
		servers: new Map(view.servers),
		groups,
		leaderless: new Map(view.leaderless),
		missing: [...view.missing],
		metaGroups: new Map(view.metaGroups),
		unseen: new Set(view.unseen),
		counts: new Map(view.counts),
		clusters: new Map(view.clusters),
		elections: [...view.elections],
		electionTotals: {...view.electionTotals},
		electionSummary: view.electionSummary,
		baseline: view.baseline && new Map(view.baseline),
		rejected: [...view.rejected],
		byName: () => named,
		ledBy: server => named.filter(({leader}) => leader === server),
		ledRevision: () => 0,
		restartOf: server => restarts.get(server),
		lagsOf: server => lags.get(server) ?? [],
		behind: server => behind.get(server),
		trend: server => trends.get(server) ?? [],
		sampledAt: [...view.sampledAt],
	};
}

export const lookLessOften: Handler = (state, scene) => setInterval(state, 1, scene);

export const lookMoreOften: Handler = (state, scene) => setInterval(state, -1, scene);

/** Steps that are worth choosing between; what is asked for are cheap counters, but of every server. */
const intervals = [250, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000];

function setInterval(
	state: ScreenState,
	direction: 1 | -1,
	scene: Parameters<Handler>[1],
): ReturnType<Handler> {
	const intervalMs =
		direction > 0
			? intervals.find(step => step > state.intervalMs)
			: intervals.findLast(step => step < state.intervalMs);
	if (intervalMs === undefined) {
		return notify(
			state,
			`Every ${intervalWords(state.intervalMs)} is as far as it goes`,
			'muted',
			scene,
		);
	}

	const notice = notify(
		{...state, intervalMs},
		`Interval ${intervalWords(intervalMs)}`,
		'muted',
		scene,
	);
	return {...notice, intents: [{type: 'set-interval', intervalMs}]};
}

export const setBaseline: Handler = (state, scene) => ({
	...notify(state, 'Changes count from now on', 'muted', scene),
	intents: [{type: 'set-baseline'}],
});

export const refresh: Handler = (state, scene) => ({
	...notify(state, 'Asking the cluster for everything', 'muted', scene),
	intents: [{type: 'refresh'}],
});

export const writeReport: Handler = (state, scene) => {
	const {cluster, diagnosis} = scene;
	return {
		...notify(state, 'Writing a report', 'muted', scene),
		intents: [{type: 'write-report', cluster: cluster.name, diagnosis}],
	};
};

export const redraw: Handler = state => want(state, {type: 'redraw'});

export const suspend: Handler = state => want(state, {type: 'suspend'});
