import {isLeaderless, isLeaving, isPinned, type RaftGroup} from '../domain/raft-group.ts';
import {noLeaders, type LeaderCounts} from '../domain/distribution.ts';
import {isHealthy} from '../domain/fitness.ts';

/** Groups of one cluster. */
export type ClusterTally = {
	/** Replicated ones, leaderless included. */
	readonly groups: number;
	readonly leaderless: number;
	/** One-replica groups. */
	readonly r1: number;
};

/** What the replicas of one server lack. */
export type ReplicaLag = {
	/** Groups in which its replica is behind or not heard. */
	readonly groups: number;
	/** Log entries that it is behind in them, as far as reported. */
	readonly entries: number;
};

const noGroups: ClusterTally = {groups: 0, leaderless: 0, r1: 0};
const noLag: ReplicaLag = {groups: 0, entries: 0};

/** Totals over all groups, counted as they change. There are no entries of 0. */
export class Census {
	/** By server. */
	readonly leaders = new Map<string, LeaderCounts>();
	readonly clusters = new Map<string, ClusterTally>();
	/** Groups that a server is to have no replica of any more, by server. */
	readonly leaving = new Map<string, number>();
	readonly #lags = new Map<string, ReplicaLag>();

	add(group: RaftGroup): void {
		this.#count(group, 1);
	}

	delete(group: RaftGroup): void {
		this.#count(group, -1);
	}

	lagOf(server: string): ReplicaLag {
		return this.#lags.get(server) ?? noLag;
	}

	get entries(): number {
		return this.leaders.size + this.clusters.size + this.leaving.size + this.#lags.size;
	}

	#count(group: RaftGroup, change: 1 | -1): void {
		this.#countLeader(group, change);
		this.#countInCluster(group, change);
		if (!isPinned(group) && group.leader !== undefined) {
			this.#countLags(group, change);
		}

		if (group.desired) {
			this.#countLeaving(group, change);
		}
	}

	#countLeader(group: RaftGroup, change: 1 | -1): void {
		const {leader: server, kind} = group;
		if (server !== undefined) {
			const {streams, consumers, r1} = this.leaders.get(server) ?? noLeaders;
			const field = isPinned(group) ? 'r1' : kind === 'stream' ? 'streams' : 'consumers';
			const counts = {streams, consumers, r1};
			counts[field] += change;
			set(this.leaders, server, counts, counts.streams + counts.consumers + counts.r1);
		}
	}

	#countInCluster(group: RaftGroup, change: 1 | -1): void {
		const {groups, leaderless, r1} = this.clusters.get(group.cluster) ?? noGroups;
		const pinned = isPinned(group) ? change : 0;
		const tally: ClusterTally = {
			groups: groups + change - pinned,
			leaderless: leaderless + (isLeaderless(group) ? change : 0),
			r1: r1 + pinned,
		};
		set(this.clusters, group.cluster, tally, tally.groups + tally.r1);
	}

	#countLeaving(group: RaftGroup, change: 1 | -1): void {
		for (const server of [group.leader, ...group.followers.map(follower => follower.server)]) {
			if (server !== undefined && isLeaving(server, group)) {
				const count = (this.leaving.get(server) ?? 0) + change;
				set(this.leaving, server, count, count);
			}
		}
	}

	#countLags(group: RaftGroup, change: 1 | -1): void {
		for (const follower of group.followers) {
			if (!isHealthy(follower, group)) {
				const known = this.lagOf(follower.server);
				const groups = known.groups + change;
				const entries = known.entries + change * follower.lag;
				set(this.#lags, follower.server, {groups, entries}, groups);
			}
		}
	}
}

/** Sets an entry, or takes it out when it counts nothing. */
function set<Value>(map: Map<string, Value>, key: string, value: Value, count: number): void {
	if (count === 0) {
		map.delete(key);
	} else {
		map.set(key, value);
	}
}
