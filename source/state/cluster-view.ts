import type {ConnectionChanged} from '../domain/cluster-event.ts';
import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {LeaderCounts} from '../domain/leader-counts.ts';
import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';

/**
 * What is known of the clusters at this moment. The maps are the store's own and change in place:
 * read them, keep none of them; `revision` tells whether anything changed since.
 */
export type ClusterView = ClusterPicture & {
	readonly revision: number;
	/** Arrival of the newest event, epoch in ms; 0 before the first. */
	readonly now: number;
	readonly connection: Pick<ConnectionChanged, 'state' | 'at' | 'detail'>;
	/** By server name; a server that leads nothing may be missing. */
	readonly counts: ReadonlyMap<string, LeaderCounts>;
	/** Keys of the groups that a server leads. */
	readonly ledBy: (server: string) => ReadonlySet<GroupKey>;
	/** One per cluster, in the order of their names. */
	readonly clusters: ReadonlyMap<string, ClusterFacts>;
	/** Newest last, bounded. */
	readonly elections: readonly Election[];
	/** Elections seen since the start. */
	readonly electionCount: number;
	/** Leaders per server (streams + consumers) at the first complete picture or when the baseline was set; undefined before. */
	readonly baseline: ReadonlyMap<string, number> | undefined;
	/** Leaders of a server over time, one sample a round of looks, newest last, bounded. */
	readonly trend: (server: string) => readonly number[];
	/** Replies that could not be decoded, newest last, bounded. */
	readonly rejected: readonly {
		readonly at: number;
		readonly subject: string;
		readonly reason: string;
	}[];
	readonly rejectedCount: number;
};

export type ClusterFacts = {
	readonly name: string;
	/** The server of this cluster that leads the meta group. */
	readonly metaLeader: string | undefined;
	/** Who leads the meta group that the cluster takes part in: one spans all clusters of a domain. */
	readonly metaGroupLeader: string | undefined;
	/** Replicated groups, leaderless ones included. */
	readonly groups: number;
	readonly leaderless: number;
};

/** A change of leader that was seen to happen. */
export type Election = {
	readonly at: number;
	readonly group: RaftGroup;
	/** Who led before, as far as known. */
	readonly from: string | undefined;
	readonly to: string;
};
