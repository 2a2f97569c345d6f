import {isHealthy} from '../fitness.ts';
import type {RaftGroup} from '../raft-group.ts';
import type {StayReason} from './stay-reason.ts';

/** Why a group that cannot move cannot: the reason nearest to the group itself first. */
export function whyPinned(
	group: Pick<RaftGroup, 'replicas' | 'followers' | 'messagesPerSecond'>,
	{isReachable, isInScope}: {readonly isReachable: boolean; readonly isInScope: boolean},
): StayReason {
	const {replicas, followers} = group;
	if (replicas === 1) {
		return 'one-replica';
	}

	if (!isReachable) {
		return 'leader-unreachable';
	}

	if (!isInScope) {
		return 'out-of-scope';
	}

	if (followers.some(follower => isHealthy(follower, group))) {
		return 'followers-closed';
	}

	return followers.some(follower => follower.online) ? 'followers-behind' : 'followers-offline';
}
