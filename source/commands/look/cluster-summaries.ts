import type {ClusterSummary} from '../../domain/cluster-summary.ts';
import {distributionOf, type CountingRules} from '../../domain/distribution.ts';
import {bestReachable} from '../../domain/plan/best-reachable.ts';
import {stopVerdicts} from '../../domain/stop-verdict.ts';
import type {ClusterView} from '../../state/cluster-view.ts';

/** Every cluster of the view in figures, in the order of their names; only the named one when a name is given. */
export function clusterSummaries(
	view: ClusterView,
	rules: CountingRules,
	only?: string,
): ClusterSummary[] {
	const verdicts = stopVerdicts(view);
	const servers = [...view.servers.values()].sort((a, b) => a.name.localeCompare(b.name));
	return [...view.clusters.values()]
		.filter(({name}) => only === undefined || name === only)
		.map(({name, metaLeader, groups, leaderless}) => ({
			distribution: distributionOf(
				name,
				servers.filter(server => server.cluster === name),
				view.counts,
				rules,
			),
			metaLeader,
			groups,
			leaderless,
			best: bestReachable(view, {cluster: name, rules}),
			verdicts,
		}));
}
