import type {ConnectionChanged} from '../domain/cluster-event.ts';
import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {LeaderCounts} from '../domain/distribution.ts';
import type {ElectionCause} from '../domain/election-cause.ts';
import type {MetaGroup} from '../domain/meta-group.ts';
import type {OfflineAsset} from '../domain/offline-asset.ts';
import type {LagSample, ServerRestart} from '../domain/server-restart.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

/**
 * What is known of the clusters at this moment. The maps are the store's own and change in place:
 * read them, keep none of them; `revision` changes whenever anything does.
 */
export type ClusterView = ClusterPicture & {
	readonly revision: number;
	/** Changes with any group. */
	readonly groupsRevision: number;
	/** Changes with what plans by count and verdicts about stops depend on: not with rates and gauges. */
	readonly planRevision: number;
	/** Arrival of the newest event, epoch in ms; 0 before the first. */
	readonly now: number;
	readonly connection: Pick<ConnectionChanged, 'state' | 'at' | 'detail'>;
	/** By JetStream domain; absent while not reported. */
	readonly metaGroups: ReadonlyMap<string | undefined, MetaGroup>;
	/** Streams and consumers that exist and that no server runs, as far as it can be seen: they are not among the groups. */
	readonly offlineAssets: readonly OfflineAsset[];
	/** Groups that a server is to have no replica of any more, by server: it is evacuated, or streams are moved. */
	readonly leaving: ReadonlyMap<string, number>;
	/** By server name; a server that leads nothing may be missing. */
	readonly counts: ReadonlyMap<string, LeaderCounts>;
	/** The groups that a server leads, in no order. */
	readonly ledBy: (server: string) => readonly RaftGroup[];
	/** Another number after each change of the groups that a server leads. */
	readonly ledRevision: (server: string) => number;
	/** Why a name says too little to choose an account by it; undefined for an id and for a name that is unique. */
	readonly accountAmbiguity: (name: string) => string | undefined;
	/** All groups in the order of their names. */
	readonly byName: () => readonly RaftGroup[];
	/** One per cluster, in the order of their names. */
	readonly clusters: ReadonlyMap<string, ClusterFacts>;
	/** Newest last, bounded. The cause of one may become known after it. */
	readonly elections: readonly Election[];
	/** Elections seen since the start. */
	readonly electionCount: number;
	/** The same by their causes. */
	readonly electionTotals: ElectionTotals;
	/** What else all of them come to. */
	readonly electionSummary: ElectionSummary;
	/** Leaders per server (streams + consumers) at the first complete picture or when the baseline was set; undefined before. */
	readonly baseline: ReadonlyMap<string, number> | undefined;
	/** Leaders of a server over the last minutes, newest last, bounded. */
	readonly trend: (server: string) => readonly number[];
	/** When the trends were sampled, epoch in ms, newest last; a server that is new has fewer samples than there are times. */
	readonly sampledAt: readonly number[];
	/** What was seen of a server's going and coming; undefined where it was never away. */
	readonly restartOf: (server: string) => ServerRestart | undefined;
	/** What the replicas of a server lacked over time, oldest first, bounded; empty where they lack nothing. */
	readonly lagsOf: (server: string) => readonly LagSample[];
	/** Servers that came back and whose replicas not all leaders have reported since. */
	readonly unseen: ReadonlySet<string>;
	/** Groups in which a server's replica is behind; undefined while it is not up, and while it is one of the unseen. */
	readonly behind: (server: string) => number | undefined;
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
	/** Whether any of its servers has, had or is meant to have JetStream: otherwise there is nothing to judge or to balance. */
	readonly jetStream: boolean;
	/** The server of this cluster that leads the meta group. */
	readonly metaLeader: string | undefined;
	/** Who leads the meta group that the cluster takes part in: one spans all clusters of a domain. */
	readonly metaGroupLeader: string | undefined;
	/** The cluster of that leader. */
	readonly metaGroupCluster: string | undefined;
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
	readonly cause: ElectionCause;
	/** Who asked for it, where known. */
	readonly who: string | undefined;
	/** How long it had no leader, in ms: since the request to step down or the loss of the leader, where one was seen. */
	readonly gapMs: number | undefined;
};

/** What was remarkable about the elections since the start. */
export type ElectionSummary = {
	/** Minutes in which there were elections, oldest first, bounded. */
	readonly minutes: readonly ElectionMinute[];
	/** Groups that elected again and again lately, the most restless first, bounded. */
	readonly flapping: readonly {
		readonly group: RaftGroup;
		readonly elections: number;
		readonly at: number;
	}[];
	/** Times that a group was seen to lose its quorum. */
	readonly quorumLosses: number;
	/** Newest last, bounded. */
	readonly lostQuorums: readonly {readonly at: number; readonly group: RaftGroup}[];
	/** Over the elections with a known `gapMs`. */
	readonly gaps: {
		readonly measured: number;
		readonly totalMs: number;
		readonly longestMs: number;
	};
};

export type ElectionTotals = Readonly<Record<ElectionCause, number>>;

export type ElectionMinute = {
	/** When it began, epoch in ms. */
	readonly at: number;
	readonly totals: ElectionTotals;
};
