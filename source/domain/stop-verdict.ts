import type {ClusterPicture} from './cluster-picture.ts';
import {keepsUp, type GroupKey, type RaftGroup} from './raft-group.ts';
import {hasJetStream, type Server} from './server.ts';

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
	const drafts = new Map<string, {blockers: StopBlocker[]; r1: number}>();
	for (const name of picture.servers.keys()) {
		drafts.set(name, {blockers: [], r1: 0});
	}

	for (const group of picture.groups.values()) {
		if (group.replicas < 2) {
			const draft = group.leader === undefined ? undefined : drafts.get(group.leader);
			if (draft) {
				draft.r1++;
			}

			continue;
		}

		const members = membersOf(group, picture.servers);
		const current = members.filter(member => member.current).length;
		const quorum = Math.floor(group.replicas / 2) + 1;
		for (const member of members) {
			const left = current - (member.current ? 1 : 0);
			if (left < quorum || group.leader === undefined) {
				drafts.get(member.server)?.blockers.push({
					group: group.key,
					waitsFor: waitsFor(group, members, member.server),
				});
			}
		}
	}

	return new Map(
		Array.from(drafts, ([name, {blockers, r1}]) => [
			name,
			{ok: blockers.length === 0, blockers, r1},
		]),
	);
}

type Member = {readonly server: string; readonly current: boolean; readonly lack: string};

function membersOf(group: RaftGroup, servers: ReadonlyMap<string, Server>): Member[] {
	const isUp = (name: string) => {
		const server = servers.get(name);
		return server !== undefined && hasJetStream[server.state];
	};
	const members = group.followers.map((follower): Member => {
		const {server, online, lag} = follower;
		const up = online && isUp(server);
		const lack = up ? (lag > 0 ? `lag ${lag}` : 'catching up') : 'offline';
		return {server, current: up && keepsUp(follower, group), lack};
	});
	if (group.leader !== undefined) {
		members.push({server: group.leader, current: isUp(group.leader), lack: 'offline'});
	}

	return members;
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
