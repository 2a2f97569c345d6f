import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import type {PlanRequest} from './run.ts';
import {isDirected} from './step-down-limits.ts';

/**
 * The picture that the rest of a run is planned from: nobody is sent to servers that do not take the lead, groups at rest
 * have nowhere to go and count where they are, and those in flight are taken for arrived where they are sent, or, sent nowhere in particular, count for nobody yet.
 */
export function planPicture(
	picture: ClusterPicture,
	{resting, inFlight, leftOut}: Pick<PlanRequest, 'resting' | 'inFlight' | 'leftOut'>,
	drain: readonly string[] = [],
): ClusterPicture {
	if (resting.size === 0 && inFlight.size === 0 && leftOut.size === 0) {
		return picture;
	}

	const groups = new Map(picture.groups);
	for (const [key, group] of leftOut.size === 0 ? [] : picture.groups) {
		const out = leftOut.get(group.accountId);
		if (out && group.followers.some(({server}) => out.has(server))) {
			groups.set(key, without(group, out));
		}
	}

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

	/** A leader that cannot be told who follows may choose one of them again: not worth it but to empty a server. */
	function without(group: RaftGroup, out: ReadonlySet<string>): RaftGroup {
		const {key, leader = '', followers} = group;
		const isFree =
			drain.includes(leader) || isDirected(picture, {group: key, from: leader, to: leader});
		return isFree
			? {...group, followers: followers.filter(({server}) => !out.has(server))}
			: pinned(group);
	}
}

function pinned(group: RaftGroup): RaftGroup {
	return {...group, followers: []};
}
