import type {MetaLeaderChanged} from '../../domain/cluster-event.ts';
import type {Reducer} from '../knowledge.ts';

/** One meta group spans all clusters of a domain: its leader in one cluster means none in the others. */
export const metaLeaderChanged: Reducer<MetaLeaderChanged> = (
	knowledge,
	{cluster, domain, leader},
) => {
	const {metaLeaders, metaGroups} = knowledge;
	if (metaGroups.get(domain)?.leader !== leader) {
		// What the former leader said of its peers is no longer about now.
		metaGroups.delete(domain);
		knowledge.serversPlanRevision++;
	}

	for (const [other, known] of metaLeaders) {
		if (known.domain === domain) {
			metaLeaders.delete(other);
		}
	}

	if (leader !== undefined) {
		metaLeaders.set(cluster, {leader, domain});
	}

	return true;
};
