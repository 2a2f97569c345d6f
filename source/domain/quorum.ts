import {keepsUp} from './fitness.ts';
import type {Follower, RaftGroup} from './raft-group.ts';
import {hasJetStream, stateNames, type ServerState} from './server.ts';

/** A Raft group as far as its quorum is concerned: of a stream, of a consumer, or the meta group. */
type Quorate = Pick<RaftGroup, 'leader' | 'replicas' | 'followers' | 'messagesPerSecond'>;

/** What the servers of a group are doing, by name; a server that is not known counts as offline. */
export type ServerStates = ReadonlyMap<string, ServerState>;

/** A server that a group cannot spare, and what it would have to wait for, in words. */
type Block = {readonly server: string; readonly waitsFor: string};

/**
 * The servers that could not stop now without taking the quorum from a group: more than half of its peers have to be
 * up to stay, and current, without that server. A group without a leader has lost its quorum already, or is electing:
 * it can spare none of its servers.
 */
export function blocksOf(group: Quorate, states: ServerStates): readonly Block[] {
	if (canSpareAny(group, states)) {
		return [];
	}

	const members = membersOf(group, states);
	const current = members.filter(({lack}) => lack === undefined).length;
	return members
		.filter(
			({lack}) =>
				group.leader === undefined || current - (lack === undefined ? 1 : 0) < quorumOf(group),
		)
		.map(({server}) => ({server, waitsFor: waitsFor(group, members, server)}));
}

/** Whether it keeps its quorum whichever of its servers stops: what nearly every group of a healthy cluster does. */
function canSpareAny(group: Quorate, states: ServerStates): boolean {
	if (group.leader === undefined) {
		return false;
	}

	let current = stays(states.get(group.leader)) ? 1 : 0;
	for (const follower of group.followers) {
		current += stays(states.get(follower.server)) && isCurrent(follower, group) ? 1 : 0;
	}

	return current - 1 >= quorumOf(group);
}

function quorumOf({replicas}: Quorate): number {
	return Math.floor(replicas / 2) + 1;
}

/** A peer and why it does not count for the quorum; undefined when it does. */
type Member = {readonly server: string; readonly lack: string | undefined};

function membersOf(group: Quorate, states: ServerStates): Member[] {
	const {leader} = group;
	const members = group.followers.map((follower): Member => {
		const {server, online, lag} = follower;
		const behind = online ? (lag > 0 ? `lag ${lag}` : 'catching up') : 'offline';
		const lack = absence(states.get(server)) ?? (isCurrent(follower, group) ? undefined : behind);
		return {server, lack};
	});
	return leader === undefined
		? members
		: [...members, {server: leader, lack: absence(states.get(leader))}];
}

function isCurrent(follower: Follower, group: Quorate): boolean {
	return follower.online && keepsUp(follower, group);
}

/** A server in lame-duck mode is still there, but it has said that it goes. */
function stays(state: ServerState | undefined): boolean {
	return state !== undefined && hasJetStream[state] && state !== 'lame-duck';
}

/** Why a server in this state does not count, whatever its group's leader says of it. */
function absence(state: ServerState = 'offline'): string | undefined {
	return stays(state) ? undefined : stateNames[state];
}

function waitsFor(group: Quorate, members: readonly Member[], leaving: string): string {
	if (group.leader === undefined) {
		return 'no leader';
	}

	const lacking = members.filter(({server, lack}) => server !== leaving && lack !== undefined);
	return lacking.length === 0
		? `only ${group.replicas} replicas`
		: lacking.map(({server, lack}) => `${lack} on ${server}`).join(', ');
}
