import type {Steps} from '../../domain/steps.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {nameAll} from '../../state/named-groups.ts';
import {FrozenGroups} from './frozen-groups.ts';

/** A copy of a view that stays as it is: the store's own maps change in place. */
export function freezeView(view: ClusterView): ClusterView {
	const groups = new FrozenGroups(view.named());
	const trends = new Map([...view.servers.keys()].map(name => [name, [...view.trend(name)]]));
	const names = [...view.servers.keys()];
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
		named: keys => groups.named(keys),
		namedLedBy: server => nameAll(groups.ledBy(server)),
		nameInSteps: noSteps,
		ledBy: server => groups.ledBy(server),
		ledRevision: () => 0,
		restartOf: server => restarts.get(server),
		lagsOf: server => lags.get(server) ?? [],
		behind: server => behind.get(server),
		trend: server => trends.get(server) ?? [],
	};
}

/** The names of what is frozen are in order. */
function* noSteps(): Steps<void> {}
