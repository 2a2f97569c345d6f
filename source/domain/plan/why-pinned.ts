import {isHealthy, type RaftGroup} from '../raft-group.ts';
import type {StayReason} from './stay-reason.ts';

/** Why a group that cannot move cannot: the reason nearest to the group itself first. */
export function whyPinned(
	{replicas, followers}: Pick<RaftGroup, 'replicas' | 'followers'>,
	{isReachable, isInScope}: {readonly isReachable: boolean; readonly isInScope: boolean},
): StayReason {
	if (replicas === 1) {
		return 'one-replica';
	}

	if (!isReachable) {
		return 'leader-unreachable';
	}

	if (!isInScope) {
		return 'out-of-scope';
	}

	if (followers.some(isHealthy)) {
		return 'followers-closed';
	}

	return followers.some(follower => follower.online) ? 'followers-behind' : 'followers-offline';
}
