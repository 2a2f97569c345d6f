import {groupKey, type GroupIdentity, type ReportedGroup} from '../../domain/raft-group.ts';
import {recordOf, textOf, timeOf, type JsonRecord} from './json-value.ts';
import {followersIn, type NameOfNode} from './peers.ts';
import type {ServerIdentity} from './server-reply.ts';

/** What an inventory tells of a group besides its peers. */
export type GroupDetails = Pick<ReportedGroup, 'account' | 'messages' | 'bytesPerMessage'> &
	GroupIdentity;

/**
 * Whose word on a group a server's entry is. A follower's word on a group that somebody leads is worth nothing:
 * it leaves itself out of the peers, takes the other followers for dead, and lags.
 */
export type Standing = 'leader' | 'follower' | 'leaderless';

/** @param cluster the entry's `cluster`; a server without a cluster leads all that it has */
export function standingOf(cluster: JsonRecord | undefined, {name}: ServerIdentity): Standing {
	if (!cluster) {
		return 'leader';
	}

	const leader = textOf(cluster['leader']);
	if (leader === undefined) {
		return 'leaderless';
	}

	return leader === name ? 'leader' : 'follower';
}

/** A group in the words of the server that leads it. */
export function ledGroup(
	details: GroupDetails,
	cluster: JsonRecord | undefined,
	server: ServerIdentity,
	nameOfNode: NameOfNode,
): ReportedGroup {
	const followers = followersIn(cluster?.['replicas'], nameOfNode, server.name);
	return {
		...details,
		key: groupKey(details),
		cluster: server.cluster,
		leader: server.name,
		// Told from nats-server 2.12, and by leaders only.
		leaderSince: timeOf(cluster?.['leader_since']),
		replicas: followers.length + 1,
		followers,
	};
}

/** A group that knows no leader, in the words of a server that hosts it. */
export function leaderlessGroup(
	details: GroupDetails,
	cluster: JsonRecord | undefined,
	server: ServerIdentity,
	nameOfNode: NameOfNode,
): ReportedGroup {
	const others = followersIn(cluster?.['replicas'], nameOfNode, server.name);
	// Newer servers list themselves here and older ones do not; neither is proof of being current.
	const followers = [...others, {server: server.name, current: false, lag: 0, online: true}];
	return {
		...details,
		key: groupKey(details),
		cluster: server.cluster,
		leader: undefined,
		leaderSince: undefined,
		replicas: followers.length,
		followers,
	};
}

/** Whether the entry lists peers: without any it is a one-replica group, or one whose Raft node has not started yet. */
export function hasPeers(cluster: JsonRecord | undefined): boolean {
	const replicas = cluster?.['replicas'];
	return Array.isArray(replicas) && replicas.some(peer => recordOf(peer) !== undefined);
}
