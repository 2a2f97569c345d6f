import type {Follower, ReportedGroup} from '../domain/raft-group.ts';
import type {SimGroup, SimWorld} from './sim-world.ts';
import {messagesAfter} from './traffic.ts';

/** A group in its leader's words. */
export function describeGroup(world: SimWorld, group: SimGroup, now: number): ReportedGroup {
	const {identity, key, account, cluster, peers, leader, leaderSince, bytesPerMessage} = group;
	return {
		...identity,
		key,
		account,
		cluster,
		leader,
		leaderSince: leader === undefined ? undefined : leaderSince,
		replicas: peers.length,
		followers: followersOf(world, group, now),
		messages: messagesAfter(group.traffic, now - group.bornAt),
		bytesPerMessage: identity.kind === 'stream' ? bytesPerMessage : undefined,
	};
}

/** The other peers, as the leader sees them. */
export function followersOf(world: SimWorld, group: SimGroup, now: number): Follower[] {
	return group.peers
		.filter(peer => peer !== group.leader)
		.map(server => {
			const online = world.isUp(server);
			const lag = online ? world.lagOf(group, server, now) : 0;
			return {server, online, lag, current: online && lag === 0};
		});
}
