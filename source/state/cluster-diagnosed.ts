import type {Diagnosed} from '../domain/diagnosis/diagnose.ts';
import type {Distribution} from '../domain/distribution.ts';
import type {ClusterFacts, ClusterView} from './cluster-view.ts';

/** What a view tells about one of its clusters to a diagnosis. */
export function clusterDiagnosed(
	{leaderless, elections}: Pick<ClusterView, 'leaderless' | 'elections'>,
	cluster: ClusterFacts,
	distribution: Distribution,
): Pick<
	Diagnosed,
	'distribution' | 'groups' | 'leaderless' | 'leaderlessSince' | 'metaGroupLeader' | 'elections'
> {
	const {groups, metaGroupLeader} = cluster;
	return {
		distribution,
		groups,
		metaGroupLeader,
		elections,
		leaderless: cluster.leaderless,
		leaderlessSince: leaderless.size === 0 ? undefined : Math.min(...leaderless.values()),
	};
}
