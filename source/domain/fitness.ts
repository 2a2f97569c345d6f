import {isLeaving, isPinned, type Follower, type RaftGroup} from './raft-group.ts';
import {stateConditions, type Server} from './server.ts';

/**
 * How well a group could stand the loss of its leader.
 * - `ok`: every follower could take over
 * - `lagging`: one could, but another one is behind
 * - `offline-follower`: one could, but another one is offline
 * - `no-healthy-follower`: none is known that could
 * - `pinned`: one replica, no follower to take over
 * - `leaderless`: it has no leader now
 */
export type GroupHealth =
	'ok' | 'lagging' | 'offline-follower' | 'no-healthy-follower' | 'pinned' | 'leaderless';

/** The health of a group as its leader reports it. */
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

/** A follower that may be made leader now, as the leader reports it: online, and not behind. */
export function isHealthy(follower: Follower, group: GroupRate): boolean {
	return follower.online && keepsUp(follower, group);
}

/**
 * Whether a follower has what its leader has. On a busy group every follower is some entries behind at any instant, and
 * not `current` then: less than what comes in a second is no lag. A follower that has stopped is further behind a
 * second later.
 */
export function keepsUp({current, lag}: Omit<Follower, 'server'>, group: GroupRate): boolean {
	return lag === 0 ? current : lag <= (group.messagesPerSecond ?? 0);
}

/** Whether a plan may make it leader: healthy, and it stays in the group. */
export function mayLead(
	follower: Follower,
	group: GroupRate & Pick<RaftGroup, 'desired'>,
): boolean {
	return isHealthy(follower, group) && !isLeaving(follower.server, group);
}

type GroupRate = Pick<RaftGroup, 'messagesPerSecond'>;

/** Why a step-down would lead nowhere, as the end of a sentence that begins with the group's name; undefined when a follower can take over. */
export function whyNotMovable(
	group: RaftGroup,
	servers: ReadonlyMap<string, Server>,
): string | undefined {
	if (isPinned(group)) {
		return 'has one replica: no other server can lead it';
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

/** Why this follower must not be made leader now, with its name; undefined when it may. */
export function whyNotLeader(
	follower: Follower,
	group: GroupRate & Pick<RaftGroup, 'desired'>,
	servers: ReadonlyMap<string, Server>,
): string | undefined {
	const {server: name, online, lag} = follower;
	const state = servers.get(name)?.state;
	if (state !== 'online') {
		return `${name} is ${state === undefined ? 'not known' : stateConditions[state]}`;
	}

	if (!online) {
		return `${name} is not seen by the leader`;
	}

	if (isLeaving(name, group)) {
		return `${name} is leaving the group`;
	}

	if (keepsUp(follower, group)) {
		return undefined;
	}

	return lag > 0 ? `${name} lags by ${lag}` : `${name} is not current`;
}
