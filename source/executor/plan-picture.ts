import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import type {PlanRequest} from './run.ts';

/**
 * The picture that the rest of a run is planned from: groups at rest have nowhere to go and count where they are,
 * and those in flight are taken for arrived where they are sent, or, sent nowhere in particular, count for nobody yet.
 */
export function planPicture(
	picture: ClusterPicture,
	{resting, inFlight}: Pick<PlanRequest, 'resting' | 'inFlight'>,
): ClusterPicture {
	if (resting.size === 0 && inFlight.size === 0) {
		return picture;
	}

	const groups = new Map(picture.groups);
	for (const [key, {to}] of inFlight) {
		const group = groups.get(key);
		if (group) {
			groups.set(key, pinned({...group, leader: to}));
		}
	}

	for (const key of resting) {
		const group = groups.get(key);
		if (group) {
			groups.set(key, pinned(group));
		}
	}

	const {servers, leaderless, missing} = picture;
	return {servers, groups, leaderless, missing};
}

function pinned(group: RaftGroup): RaftGroup {
	return {...group, followers: []};
}
