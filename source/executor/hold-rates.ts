import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';

/**
 * Shows later pictures with the rates that the groups had in this one. A run that evens out the load plans again and
 * again: with rates that change meanwhile it would find something to improve for ever.
 */
export function holdRates({groups}: ClusterPicture): (picture: ClusterPicture) => ClusterPicture {
	const rates = new Map<GroupKey, number | undefined>(
		Array.from(groups.values(), ({key, messagesPerSecond}) => [key, messagesPerSecond]),
	);
	return ({servers, leaderless, missing, planRevision, groups: present}) => ({
		servers,
		leaderless,
		missing,
		planRevision,
		groups: new Map(
			Array.from(present, ([key, group]): [GroupKey, RaftGroup] => [
				key,
				{...group, messagesPerSecond: rates.get(key)},
			]),
		),
	});
}
