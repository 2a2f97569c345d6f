import type {ClusterPicture} from './cluster-picture.ts';
import {keepsUp, type Follower, type GroupKey, type RaftGroup} from './raft-group.ts';
import {hasJetStream} from './server.ts';
import {finish, visit, type Steps} from './steps.ts';

/** Whether a server could be stopped now without taking the quorum from any Raft group that it hosts. */
export type StopVerdict = {
	readonly ok: boolean;
	readonly blockers: readonly StopBlocker[];
	/** Hosted groups with one replica: unavailable while the server is down. A warning, not a no. */
	readonly r1: number;
};

/** A group that would lose its quorum, and what it waits for. */
export type StopBlocker = {
	readonly group: GroupKey;
	/** For the operator: the reason first, then the servers behind it. */
	readonly waitsFor: string;
};

/**
 * Judges every server of the picture in one pass over the groups: O(groups x replicas).
 * A group keeps its quorum when more than half of its peers are up and current without the server.
 * A group that nobody leads has lost its quorum already, or is electing: it blocks every server that hosts it.
 */
export function stopVerdicts(picture: ClusterPicture): ReadonlyMap<string, StopVerdict> {
	return finish(stopVerdictsInSteps(picture));
}

/** Groups that are judged in one step. */
const groupsPerStep = 2000;

/** The same in steps, for the picture as it is at the first of them. */
export function* stopVerdictsInSteps({
	servers,
	groups,
}: ClusterPicture): Steps<ReadonlyMap<string, StopVerdict>> {
	const drafts = new Map<string, {blockers: StopBlocker[]; r1: number}>();
	const up = new Set<string>();
	for (const {name, state} of servers.values()) {
		drafts.set(name, {blockers: [], r1: 0});
		if (hasJetStream[state]) {
			up.add(name);
		}
	}

	yield* visit([...groups.values()], groupsPerStep, group => {
		if (group.replicas < 2) {
			const draft = group.leader === undefined ? undefined : drafts.get(group.leader);
			if (draft) {
				draft.r1++;
			}
		} else if (!canSpareAny(group, up)) {
			for (const {server, waitsFor} of blocksOf(group, up)) {
				drafts.get(server)?.blockers.push({group: group.key, waitsFor});
			}
		}
	});

	return new Map(
		Array.from(drafts, ([name, {blockers, r1}]) => [
			name,
			{ok: blockers.length === 0, blockers, r1},
		]),
	);
}

/** Whether the group keeps its quorum whichever of its servers stops: what nearly every group of a healthy cluster does. */
function canSpareAny(group: RaftGroup, up: ReadonlySet<string>): boolean {
	if (group.leader === undefined) {
		return false;
	}

	let current = up.has(group.leader) ? 1 : 0;
	for (const follower of group.followers) {
		current += isCurrent(follower, group, up) ? 1 : 0;
	}

	return current - 1 >= quorumOf(group);
}

/** The servers that the group cannot spare, and what each of them would have to wait for. */
function blocksOf(
	group: RaftGroup,
	up: ReadonlySet<string>,
): {readonly server: string; readonly waitsFor: string}[] {
	const members = membersOf(group, up);
	const current = members.filter(member => member.current).length;
	return members
		.filter(
			member => group.leader === undefined || current - (member.current ? 1 : 0) < quorumOf(group),
		)
		.map(({server}) => ({server, waitsFor: waitsFor(group, members, server)}));
}

function quorumOf({replicas}: RaftGroup): number {
	return Math.floor(replicas / 2) + 1;
}

type Member = {readonly server: string; readonly current: boolean; readonly lack: string};

function membersOf(group: RaftGroup, up: ReadonlySet<string>): Member[] {
	const members = group.followers.map((follower): Member => {
		const {server, online, lag} = follower;
		const lack = online && up.has(server) ? (lag > 0 ? `lag ${lag}` : 'catching up') : 'offline';
		return {server, current: isCurrent(follower, group, up), lack};
	});
	if (group.leader !== undefined) {
		members.push({server: group.leader, current: up.has(group.leader), lack: 'offline'});
	}

	return members;
}

function isCurrent(follower: Follower, group: RaftGroup, up: ReadonlySet<string>): boolean {
	return follower.online && up.has(follower.server) && keepsUp(follower, group);
}

function waitsFor(group: RaftGroup, members: readonly Member[], leaving: string): string {
	if (group.leader === undefined) {
		return 'no leader';
	}

	const lacking = members.filter(({server, current}) => server !== leaving && !current);
	return lacking.length === 0
		? `only ${group.replicas} replicas`
		: lacking.map(({server, lack}) => `${lack} on ${server}`).join(', ');
}
