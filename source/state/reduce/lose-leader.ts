import {groupIn, type Follower, type RaftGroup} from '../../domain/raft-group.ts';
import {hasJetStream, type Server} from '../../domain/server.ts';
import type {Knowledge} from '../knowledge.ts';

/**
 * How long the hosts of a group that lost its leader are taken to know it without naming it, in ms.
 * Until their election timeout (4 to 9 s) they still name the old leader, and so neither lead it nor miss a leader.
 */
const graceMs = 15_000;

/** Nobody leads this replicated group any more, as far as seen at `at`. */
export function loseLeader({ledger, servers}: Knowledge, group: RaftGroup, at: number): void {
	const {key, leader, followers} = group;
	if (leader === undefined) {
		return;
	}

	for (const {server} of followers) {
		ledger.witnesses.add(key, server, at + graceMs);
	}

	ledger.put(
		groupIn(group, {
			leader: undefined,
			leaderSince: undefined,
			replicas: group.replicas,
			followers: [...followers, pastLeader(leader, servers.get(leader))],
			messagesPerSecond: group.messagesPerSecond,
		}),
		{knownAt: at, reading: ledger.sighting(key)?.reading, lastLeader: leader},
	);
}

/** Who led a group and does not any more is its follower, and has all that the group has, if its server is still there. */
export function pastLeader(name: string, server: Server | undefined): Follower {
	const online = server === undefined || hasJetStream[server.state];
	return {server: name, current: online, lag: 0, online};
}
