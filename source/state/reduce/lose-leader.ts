import type {RaftGroup} from '../../domain/raft-group.ts';
import type {Knowledge} from '../knowledge.ts';

/**
 * How long the hosts of a group that lost its leader are taken to know it without naming it, in ms.
 * Until their election timeout (4 to 9 s) they still name the old leader, and so neither lead it nor miss a leader.
 */
const graceMs = 15_000;

/** Nobody leads this replicated group any more, as far as seen at `at`. */
export function loseLeader({ledger}: Knowledge, group: RaftGroup, at: number): void {
	const {key, leader, followers} = group;
	if (leader === undefined) {
		return;
	}

	for (const {server} of followers) {
		ledger.witnesses.add(key, server, at + graceMs);
	}

	ledger.put(
		{
			...group,
			leader: undefined,
			leaderSince: undefined,
			followers: [...followers, {server: leader, current: false, lag: 0, online: false}],
		},
		{knownAt: at, reading: ledger.sighting(key)?.reading, lastLeader: leader},
	);
}
