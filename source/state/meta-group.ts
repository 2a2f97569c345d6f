import type {MetaGroupReported, MetaLeaderChanged} from '../domain/cluster-event.ts';
import {rescueText} from '../domain/meta-group.ts';
import {sameFollowers} from '../domain/raft-group.ts';
import type {Knowledge} from './knowledge.ts';

/** Nothing changes when a round reports the same as the one before. */
export function metaGroupReported(
	knowledge: Knowledge,
	{domain, metaGroup}: MetaGroupReported,
): boolean {
	const known = knowledge.metaGroups.get(domain);
	if (
		known?.leader === metaGroup.leader &&
		known?.replicas === metaGroup.replicas &&
		sameFollowers(known.followers, metaGroup.followers) &&
		rescueText(known) === rescueText(metaGroup)
	) {
		return false;
	}

	knowledge.metaGroups.set(domain, metaGroup);
	knowledge.serversPlanRevision++;
	return true;
}

/** One meta group spans all clusters of a domain: its leader in one cluster means none in the others. */
export function metaLeaderChanged(
	knowledge: Knowledge,
	{cluster, domain, leader}: MetaLeaderChanged,
): boolean {
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
}
