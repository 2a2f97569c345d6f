import {isLeaderless, isPinned} from '../domain/group-health.ts';
import {noLeaders, type LeaderCounts} from '../domain/distribution.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

/** Groups of one cluster. */
export type ClusterTally = {
	/** Replicated ones, leaderless included. */
	readonly groups: number;
	readonly leaderless: number;
	/** One-replica groups. */
	readonly r1: number;
};

const noGroups: ClusterTally = {groups: 0, leaderless: 0, r1: 0};

/** Who leads what, counted as it changes. Servers without leaders and clusters without groups are left out. */
export class GroupCensus {
	readonly counts = new Map<string, LeaderCounts>();
	readonly clusters = new Map<string, ClusterTally>();

	add(group: RaftGroup): void {
		this.#tally(group, 1);
		this.#countLeader(group, 1);
	}

	delete(group: RaftGroup): void {
		this.#tally(group, -1);
		this.#countLeader(group, -1);
	}

	/** Counts a group as it is now instead of as it was: after most elections only who leads is another. */
	replace(before: RaftGroup, after: RaftGroup): void {
		if (!talliedAlike(before, after)) {
			this.#tally(before, -1);
			this.#tally(after, 1);
		}

		this.#countLeader(before, -1);
		this.#countLeader(after, 1);
	}

	#tally(group: RaftGroup, change: 1 | -1): void {
		const {groups, leaderless, r1} = this.clusters.get(group.cluster) ?? noGroups;
		const tally: ClusterTally = {
			groups: groups + (isPinned(group) ? 0 : change),
			leaderless: leaderless + (isLeaderless(group) ? change : 0),
			r1: r1 + (isPinned(group) ? change : 0),
		};
		if (tally.groups + tally.r1 === 0) {
			this.clusters.delete(group.cluster);
		} else {
			this.clusters.set(group.cluster, tally);
		}
	}

	#countLeader(group: RaftGroup, change: 1 | -1): void {
		const {leader: server} = group;
		if (server === undefined) {
			return;
		}

		const {streams, consumers, r1} = this.counts.get(server) ?? noLeaders;
		const pinned = isPinned(group);
		const counts: LeaderCounts = {
			streams: streams + (!pinned && group.kind === 'stream' ? change : 0),
			consumers: consumers + (!pinned && group.kind === 'consumer' ? change : 0),
			r1: r1 + (pinned ? change : 0),
		};
		if (counts.streams + counts.consumers + counts.r1 === 0) {
			this.counts.delete(server);
		} else {
			this.counts.set(server, counts);
		}
	}
}

/** Whether two descriptions of one group count the same, everywhere. */
export function countsAlike(a: RaftGroup, b: RaftGroup): boolean {
	return a.leader === b.leader && talliedAlike(a, b);
}

function talliedAlike(a: RaftGroup, b: RaftGroup): boolean {
	return (
		a.cluster === b.cluster && isPinned(a) === isPinned(b) && isLeaderless(a) === isLeaderless(b)
	);
}
