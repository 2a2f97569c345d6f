import type {Cluster} from '../../cluster.ts';
import type {CheckedView} from '../../domain/check/check.ts';
import {groupsBehind} from '../../domain/check/groups-behind.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {CheckOptions} from '../flags/check-flags.ts';
import {clusterSummaries} from '../../session/cluster-summaries.ts';
import {seesAll} from '../../session/sees-all.ts';
import {unseenServers, whyLost, whyUnseen} from '../../session/coverage.ts';

/** What is known now of everything that is to be checked. */
export function seeCluster(
	cluster: Cluster,
	view: ClusterView,
	{rules, countR1, only}: Pick<CheckOptions, 'rules' | 'countR1' | 'only'>,
	/** Replies that could not be read. */
	unreadable: number,
): CheckedView {
	const counting = {threshold: rules.warnRatio, countR1};
	const summaries = clusterSummaries(view, {rules: counting, only, seesMeta: seesAll(cluster)});
	const names = [...view.clusters.keys()].join(', ');
	return {
		lost:
			whyLost(view.connection) ??
			(view.clusters.size === 0
				? whyUnseen(view)
				: only !== undefined && summaries.length === 0
					? `there is no cluster ${only}; what answered belongs to ${names}`
					: undefined),
		seesAll: seesAll(cluster),
		missing: unseenServers(view).filter(
			name => only === undefined || (view.servers.get(name)?.cluster ?? only) === only,
		),
		unseen: [...view.unseen].filter(
			name => only === undefined || view.servers.get(name)?.cluster === only,
		),
		unreadable,
		clusters: summaries.map(summary => {
			const {cluster: name, shares} = summary.distribution;
			const groups = [...view.groups.values()].filter(group => group.cluster === name);
			return {
				summary,
				behind: groupsBehind(groups),
				metaGroupLeader: view.clusters.get(name)?.metaGroupLeader,
				metaGroup: view.metaGroups.get(shares[0]?.server.domain),
			};
		}),
	};
}
