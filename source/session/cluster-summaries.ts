import type {ClusterSummary} from '../domain/cluster-summary.ts';
import {diagnose} from '../domain/diagnosis/diagnose.ts';
import {replicaEvidence} from '../domain/diagnosis/replica-evidence.ts';
import {distributionOf, type CountingRules, type Distribution} from '../domain/distribution.ts';
import {bestReachable} from '../domain/plan/plan-balance.ts';
import {stopVerdicts, type StopVerdict} from '../domain/stop-verdict.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {leaderlessSince} from '../state/view-figures.ts';

type SummaryOptions = {
	readonly rules: CountingRules;
	/** Name of the only cluster to sum up; all of them unless given. */
	readonly only?: string | undefined;
	/** Whether all accounts and the meta group are in sight. */
	readonly seesMeta: boolean;
};

/** Every cluster of the view in figures, in the order of their names. */
export function clusterSummaries(
	view: ClusterView,
	{rules, only, seesMeta}: SummaryOptions,
): ClusterSummary[] {
	const verdicts = seesMeta ? stopVerdicts(view) : unexplained(stopVerdicts(view));
	const replicas = replicaEvidence(view);
	return [...view.clusters.values()]
		.filter(({name}) => only === undefined || name === only)
		.map(facts => {
			const {name, jetStream, groups, leaderless} = facts;
			const {metaLeader, metaGroupLeader, metaGroupCluster} = facts;
			const distribution = distributionIn(view, name, rules);
			const best = bestReachable(view, {cluster: name, rules});
			const isSeen = distribution.shares.every(({server}) => !view.missing.includes(server.name));
			const domain = distribution.shares[0]?.server.domain;
			const why = diagnose({
				...facts,
				distribution,
				metaGroup: view.metaGroups.get(domain),
				leaving: view.leaving,
				offlineAssets: view.offlineAssets.filter(asset => asset.domain === domain),
				elections: view.elections,
				leaderlessSince: leaderlessSince(view),
				now: view.now,
				seesMeta,
				drained: new Set(),
				expected: new Set(),
				best,
				replicas: isSeen ? replicas : undefined,
			});
			const meta = {metaLeader, metaGroupLeader, metaGroupCluster};
			return {jetStream, distribution, ...meta, groups, leaderless, best, why, verdicts};
		});
}

/** Who leads how much in a cluster, its servers in the order of their names. */
export function distributionIn(
	{servers, counts}: Pick<ClusterView, 'servers' | 'counts'>,
	cluster: string,
	rules: CountingRules,
): Distribution {
	const members = [...servers.values()]
		.filter(server => server.cluster === cluster)
		.sort((a, b) => a.name.localeCompare(b.name));
	return distributionOf(cluster, members, counts, rules);
}

/** What one account shows is not enough to judge whether a server may be stopped. */
function unexplained(verdicts: ReadonlyMap<string, StopVerdict>): ReadonlyMap<string, StopVerdict> {
	return new Map(
		Array.from(verdicts, ([name, verdict]) => [
			name,
			{...verdict, answer: 'unknown', blockers: [], unknowns: ['only one account is seen']},
		]),
	);
}
