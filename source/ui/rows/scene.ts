import {diagnose} from '../../domain/diagnosis/diagnose.ts';
import {distributionOf, type Distribution} from '../../domain/distribution.ts';
import {loadDistributionOf, type LoadDistribution} from '../../domain/load-distribution.ts';
import {isExpected} from '../../domain/upgrade/checklist.ts';
import type {ClusterFacts, ClusterView} from '../../state/cluster-view.ts';
import {leaderless, type GroupList, type ListGroups} from '../../state/group-list.ts';
import {leaderlessSince, loadOf} from '../../state/view-figures.ts';
import {layoutOf, type Layout} from '../layout.ts';
import {accountRows, orderAccounts, type AccountRow} from './account-rows.ts';
import {freshnessOf, type Freshness} from './freshness.ts';
import {orderServers, serverRows, type ServerRow} from './server-rows.ts';
import {upgradeOf, type Upgrade} from './upgrade.ts';
import type {ScreenState} from '../screen-state.ts';
import type {World} from '../world.ts';

/** The world as this screen looks at it: one cluster, its servers and the listed groups in their order, and the room there is. */
export type Scene = World & {
	/** What is shown: the live view, or the frozen one. `view` is always the live one. */
	readonly shown: ClusterView;
	/** The time that `shown` is about, epoch in ms; `now` goes on while it is frozen. */
	readonly shownAt: number;
	readonly clusters: readonly string[];
	readonly cluster: ClusterFacts;
	readonly distribution: Distribution;
	/** Present where load is shown rather than counts. */
	readonly load: LoadDistribution | undefined;
	readonly servers: readonly ServerRow[];
	/** What can be selected in the table of servers: their names, then `leaderless` where there are such groups. */
	readonly serverIds: readonly string[];
	/** The accounts in their order, while they are shown. */
	readonly accounts: readonly AccountRow[];
	/** While it is shown. */
	readonly upgrade: Upgrade | undefined;
	readonly listed: GroupList;
	readonly freshness: Freshness;
	/** Why the picture is as it is, in one line; undefined when there is nothing to explain. */
	readonly diagnosis: string | undefined;
	readonly layout: Layout;
};

/** What the operator did, and the world at that moment: all that components draw. */
export type Picture = {readonly state: ScreenState; readonly scene: Scene};

export type Size = {readonly columns: number; readonly rows: number};

function accountsOf(
	{orders}: ScreenState,
	shown: ClusterView,
	distribution: Distribution,
	world: World,
): readonly AccountRow[] {
	return orderAccounts(accountRows(shown, distribution, world), orders.accounts);
}

/** Whether two states of one moment are shown by the same scene: it depends on no selection but the server, and on no tag. */
export function showsTheSame(a: ScreenState, b: ScreenState): boolean {
	const others = partsOf(b);
	return partsOf(a).every((part, index) => part === others[index]);
}

function partsOf(state: ScreenState): readonly unknown[] {
	const {cluster, selected, scope, measure, filter, orders, dialog, frozen, intervalMs} = state;
	return [cluster, selected.servers, scope, measure, filter, orders, dialog, frozen, intervalMs];
}

/** The chosen one, or else the first that has JetStream, or else the first. */
function clusterToShow({clusters}: ClusterView, chosen: string | undefined): string {
	const all = [...clusters.values()];
	const shown =
		all.find(({name}) => name === chosen) ?? all.find(({jetStream}) => jetStream) ?? all[0];
	return shown?.name ?? '';
}

/** What asks before it acts is about the cluster as it is now, also where the screen is frozen. */
const asksToAct: ReadonlySet<string> = new Set(['question', 'plan', 'choice']);

export function sceneOf(
	state: ScreenState,
	world: World,
	{columns, rows}: Size,
	list: ListGroups,
): Scene {
	const frozen = asksToAct.has(state.dialog.type) ? undefined : state.frozen;
	const shown = frozen?.view ?? world.view;
	const clusters = [...shown.clusters.keys()];
	const name = clusterToShow(shown, state.cluster);
	const cluster = shown.clusters.get(name) ?? {
		name,
		jetStream: true,
		metaLeader: undefined,
		metaGroupLeader: undefined,
		metaGroupCluster: undefined,
		groups: 0,
		leaderless: 0,
	};
	const members = [...shown.servers.values()].filter(server => server.cluster === name);
	const distribution = distributionOf(name, members, shown.counts, world.rules);
	const load =
		state.measure === 'load'
			? loadDistributionOf(members, loadOf(shown, name, world.rules.countR1), world.rules.threshold)
			: undefined;
	const servers = orderServers(serverRows(shown, distribution, world, load), state.orders.servers);
	const serverIds = servers.map(({id}) => id);
	if (cluster.leaderless > 0) {
		serverIds.push(leaderless);
	}

	const shownAt = frozen?.at ?? world.now;
	const diagnosis = diagnosisLine(shown, cluster, distribution, world, shownAt);
	return {
		...world,
		shown,
		shownAt,
		clusters,
		cluster,
		distribution,
		load,
		servers,
		serverIds,
		accounts: state.dialog.type === 'accounts' ? accountsOf(state, shown, distribution, world) : [],
		upgrade:
			state.dialog.type === 'upgrade'
				? upgradeOf(shown, servers, world.checklists, shownAt)
				: undefined,
		listed: list(shown, {
			cluster: name,
			server:
				state.scope === 'cluster' ? undefined : (state.selected.servers.id ?? serverIds[0] ?? ''),
			filter: state.dialog.type === 'filter' ? state.dialog.text : state.filter,
			order: state.orders.groups,
		}),
		freshness: freshnessOf({...state, frozen}, world),
		diagnosis,
		layout: layoutOf(columns, rows, {
			servers: serverIds.length,
			why: diagnosis !== undefined,
		}),
	};
}

/**
 * Why the picture is as it is, as one line: what is worst first. Undefined when there is nothing to explain.
 * @param now the time that the picture is about, epoch in ms
 */
function diagnosisLine(
	view: ClusterView,
	cluster: ClusterFacts,
	distribution: Distribution,
	{
		checklists,
		origin,
		drained,
		drainedBy,
		reachable,
		replicas,
	}: Pick<World, 'origin' | 'checklists' | 'drained' | 'drainedBy' | 'reachable' | 'replicas'>,
	now: number,
): string | undefined {
	const domain = distribution.shares[0]?.server.domain;
	const found = [
		...lostConnection(view),
		...diagnose({
			...cluster,
			distribution,
			elections: view.elections,
			metaGroup: view.metaGroups.get(domain),
			leaving: view.leaving,
			offlineAssets: view.offlineAssets.filter(asset => asset.domain === domain),
			leaderlessSince: leaderlessSince(view),
			now,
			// An account does not see who leads the meta group.
			seesMeta: origin.type !== 'account',
			drained,
			drainedBy,
			expected: new Set(
				Array.from(checklists.keys()).filter(name => {
					const server = view.servers.get(name);
					return server && isExpected(server, checklists);
				}),
			),
			best: reachable?.(cluster.name),
			replicas: replicas?.(cluster.name),
		}),
		...unreadable(view),
	];
	return found.length === 0 ? undefined : found.join('; ');
}

function lostConnection({connection}: Pick<ClusterView, 'connection'>): string[] {
	const {state, detail} = connection;
	return state === 'connected' || detail === undefined ? [] : [`connection: ${detail}`];
}

/** What could not be read is counted and named; it is never shown as something that it is not. */
function unreadable({
	rejected,
	rejectedCount,
}: Pick<ClusterView, 'rejected' | 'rejectedCount'>): string[] {
	const last = rejected.at(-1);
	return last
		? [
				`${rejectedCount} ${rejectedCount === 1 ? 'reply' : 'replies'} could not be read, the last from ${last.subject}: ${last.reason}`,
			]
		: [];
}
