import type {ClusterView} from '../../state/cluster-view.ts';
import {groupOrders} from '../../state/group-list.ts';
import {groupOrderWords} from '../scene/group-order-words.ts';
import {accountOrders, accountOrderWords} from '../scene/account-order.ts';
import {serverOrders, serverOrderWords} from '../scene/server-order.ts';
import {nothingSelected, type ScreenState} from '../screen-state.ts';
import {intervalWords} from '../rows/freshness-words.ts';
import {stay, tell, want, type Handler} from './result.ts';

export const sortByNext: Handler = (state, scene) => {
	if (state.front.type === 'accounts') {
		const by = after(accountOrders, state.accountOrder.by);
		const sorted: ScreenState = {...state, accountOrder: {by, reversed: false}};
		return tell(sorted, `Accounts: ${accountOrderWords[by]}`, 'muted', scene);
	}

	if (state.pane === 'servers') {
		const by = after(serverOrders, state.serverOrder.by);
		const sorted: ScreenState = {...state, serverOrder: {by, reversed: false}};
		return tell(sorted, `Servers: ${serverOrderWords(by, state.measure)}`, 'muted', scene);
	}

	const by = after(groupOrders, state.groupOrder.by);
	const sorted = inOrder(state, {by, reversed: false});
	return tell(sorted, `Groups: ${groupOrderWords[by]}`, 'muted', scene);
};

export const reverseOrder: Handler = state =>
	stay(
		state.front.type === 'accounts'
			? {...state, accountOrder: reversed(state.accountOrder)}
			: state.pane === 'servers'
				? {...state, serverOrder: reversed(state.serverOrder)}
				: inOrder(state, reversed(state.groupOrder)),
	);

/** Who stands on the first row wants to see what comes first; anybody else keeps the group. */
function inOrder(state: ScreenState, groupOrder: ScreenState['groupOrder']): ScreenState {
	return {...state, groupOrder, group: state.group.index === 0 ? nothingSelected : state.group};
}

export const switchScope: Handler = state =>
	stay({
		...state,
		scope: state.scope === 'server' ? 'cluster' : 'server',
		pane: 'groups',
		group: nothingSelected,
		chosen: {server: true, group: true},
	});

/** By load, the groups come with the busiest first again: they make the load. */
export const switchMeasure: Handler = (state, scene) =>
	state.measure === 'load'
		? tell(
				{...state, measure: 'count'},
				'By count of leaders: bars, order and plans',
				'muted',
				scene,
			)
		: tell(
				inOrder({...state, measure: 'load'}, {by: 'rate', reversed: false}),
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
		return tell(
			state,
			`Every ${intervalWords(state.intervalMs)} is as far as it goes`,
			'muted',
			scene,
		);
	}

	const told = tell(
		{...state, intervalMs},
		`Interval ${intervalWords(intervalMs)}`,
		'muted',
		scene,
	);
	return {...told, intents: [{type: 'set-interval', intervalMs}]};
}

export const setBaseline: Handler = (state, scene) => ({
	...tell(state, 'Changes count from now on', 'muted', scene),
	intents: [{type: 'set-baseline'}],
});

export const refresh: Handler = (state, scene) => ({
	...tell(state, 'Asking the cluster for everything', 'muted', scene),
	intents: [{type: 'refresh'}],
});

export const writeReport: Handler = (state, scene) => {
	const {cluster, diagnosis} = scene;
	return {
		...tell(state, 'Writing a report', 'muted', scene),
		intents: [{type: 'write-report', cluster: cluster.name, diagnosis}],
	};
};

export const redraw: Handler = state => want(state, {type: 'redraw'});

export const suspend: Handler = state => want(state, {type: 'suspend'});

function after<Value>(values: readonly Value[], value: Value): Value {
	return values[(values.indexOf(value) + 1) % values.length] ?? value;
}

function reversed<Order extends {readonly reversed: boolean}>(order: Order): Order {
	return {...order, reversed: !order.reversed};
}
