import type {ClusterView} from './cluster-view.ts';

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
