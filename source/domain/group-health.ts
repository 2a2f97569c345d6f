import {isHealthy, keepsUp, type Follower, type RaftGroup} from './raft-group.ts';
import type {Server, ServerState} from './server.ts';

/**
 * How well a group could stand the loss of its leader.
 * - `ok`: every follower could take over
 * - `lagging`: one could, but another one is behind
 * - `offline-follower`: one could, but another one is not heard
 * - `no-healthy-follower`: none is known that could
 * - `pinned`: one replica, there is nobody to take over
 * - `leaderless`: nobody leads it now
 */
export type GroupHealth =
	'ok' | 'lagging' | 'offline-follower' | 'no-healthy-follower' | 'pinned' | 'leaderless';

/** The health of a group in its leader's own words. */
export function healthOf(group: RaftGroup): GroupHealth {
	if (isPinned(group)) {
		return 'pinned';
	}

	if (group.leader === undefined) {
		return 'leaderless';
	}

	let healthy = 0;
	let isOneOffline = false;
	for (const follower of group.followers) {
		healthy += isHealthy(follower, group) ? 1 : 0;
		isOneOffline ||= !follower.online;
	}

	if (healthy === 0) {
		return 'no-healthy-follower';
	}

	if (isOneOffline) {
		return 'offline-follower';
	}

	return healthy === group.followers.length ? 'ok' : 'lagging';
}

/** A group with one replica has no election: it stays on its server. */
export function isPinned({replicas}: Pick<RaftGroup, 'replicas'>): boolean {
	return replicas === 1;
}

/** A replicated group that nobody leads. */
export function isLeaderless(group: Pick<RaftGroup, 'replicas' | 'leader'>): boolean {
	return group.leader === undefined && !isPinned(group);
}

/** Why a step-down would lead nowhere, as the end of a sentence that begins with the group's name; undefined when a follower can take over. */
export function whyNotMovable(
	group: RaftGroup,
	servers: ReadonlyMap<string, Server>,
): string | undefined {
	if (isPinned(group)) {
		return 'has one replica: there is nobody to elect';
	}

	if (group.leader === undefined) {
		return 'has no leader that could step down';
	}

	if (group.followers.length === 0) {
		return 'has no follower that is known yet';
	}

	const reasons = group.followers.map(follower => whyNotLeader(follower, group, servers));
	return reasons.every(reason => reason !== undefined)
		? `has no follower that could take over: ${reasons.join(', ')}`
		: undefined;
}

/** Why this follower shall not be made leader now; undefined when it may. A server that is not known does not count against it. */
export function whyNotLeader(
	follower: Follower,
	group: Pick<RaftGroup, 'messagesPerSecond'>,
	servers: ReadonlyMap<string, Server>,
): string | undefined {
	const server = servers.get(follower.server);
	const obstacle = server ? obstacles[server.state] : undefined;
	if (obstacle !== undefined) {
		return `${follower.server} ${obstacle}`;
	}

	if (!follower.online) {
		return `${follower.server} is not heard by the leader`;
	}

	if (keepsUp(follower, group)) {
		return undefined;
	}

	return follower.lag > 0
		? `${follower.server} lags by ${follower.lag}`
		: `${follower.server} is not current`;
}

/** What keeps a server from being given leaders, by its state. */
const obstacles: Readonly<Record<ServerState, string | undefined>> = {
	online: undefined,
	'lame-duck': 'is about to stop',
	recovering: 'is still recovering',
	'no-jetstream': 'has no JetStream',
	silent: 'is not responding',
	offline: 'is offline',
};
