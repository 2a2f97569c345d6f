import type {ElectionCause} from './election-cause.ts';
import type {MetaGroup} from './meta-group.ts';
import type {OfflineInAccount} from './offline-asset.ts';
import type {GroupPlace, RaftGroup} from './raft-group.ts';
import type {LagSample, ServerRestart} from './server-restart.ts';
import type {Server} from './server.ts';

/**
 * One piece of what a store knows, as data. A snapshot is all of them: restored in their order they make an empty store
 * what it was, so that a recording can be played from the middle. Times are epoch in ms.
 */
export type SnapshotRecord =
	| OverallRecord
	| ServerRecord
	| MetaLeaderRecord
	| MetaGroupRecord
	| OfflineRecord
	| GroupRecord
	| DeletionRecord
	| RecentElectionRecord
	| QuorumRecord
	| RestlessRecord
	| RequestRecord
	| RejectionRecord
	| MoverRecord;

/** What there is one of. */
export type OverallRecord = {
	readonly type: 'overall';
	/** Arrival of the newest event. */
	readonly now: number;
	readonly connection: {
		readonly state: 'connected' | 'reconnecting' | 'closed';
		readonly at: number;
		readonly detail: string | undefined;
	};
	readonly baseline: readonly LeadersOfServer[] | undefined;
	readonly elections: number;
	readonly totals: ElectionCounts;
	readonly minutes: readonly {readonly at: number; readonly totals: ElectionCounts}[];
	readonly gaps: {
		readonly measured: number;
		readonly totalMs: number;
		readonly longestMs: number;
	};
	readonly quorumLosses: number;
	readonly rejected: number;
	/** Servers in replica sets that no round has reported; undefined in older recordings. */
	readonly unheard: readonly string[] | undefined;
	/** When the trends of the servers were sampled, newest last; undefined in recordings of earlier versions. */
	readonly sampledAt: readonly number[] | undefined;
};

export type LeadersOfServer = {readonly server: string; readonly leaders: number};

export type ElectionCounts = Readonly<Record<ElectionCause, number>>;

/** A counter's value and when it was asked for. */
export type CounterReading = {readonly at: number; readonly count: number};

/** What is kept under a server's name; the server itself may not have been met. */
export type ServerRecord = {
	readonly type: 'server';
	readonly name: string;
	readonly server: Server | undefined;
	readonly readings:
		| {
				readonly messagesIn: CounterReading | undefined;
				readonly messagesOut: CounterReading | undefined;
				readonly bytesIn: CounterReading | undefined;
				readonly bytesOut: CounterReading | undefined;
		  }
		| undefined;
	readonly departure: 'lame-duck' | 'shutdown' | undefined;
	/** Its inventory has been seen. */
	readonly looked: boolean;
	/** When the last complete inventory was asked for. */
	readonly lookedAt: number | undefined;
	/** What was seen of its going and coming. */
	readonly restart: ServerRestart | undefined;
	/** What its replicas lacked lately; undefined where they lacked nothing. */
	readonly lags: readonly LagSample[] | undefined;
	readonly trend: readonly number[];
};

export type MetaLeaderRecord = {
	readonly type: 'meta-leader';
	readonly cluster: string;
	readonly leader: string;
	readonly domain: string | undefined;
};

export type MetaGroupRecord = {
	readonly type: 'meta-group';
	readonly domain: string | undefined;
	readonly metaGroup: MetaGroup;
};

export type OfflineRecord = OfflineInAccount & {readonly type: 'offline'};

export type GroupRecord = {
	readonly type: 'group';
	readonly group: RaftGroup;
	readonly knownAt: number;
	readonly reading: CounterReading | undefined;
	readonly lastLeader: string | undefined;
	readonly isNew: boolean;
	readonly leaderlessSince: number | undefined;
	readonly doubtedSince: number | undefined;
	/** Servers that report it as leaderless, and when they last did. */
	readonly witnesses: readonly {readonly server: string; readonly at: number}[];
};

export type DeletionRecord = {
	readonly type: 'deletion';
	readonly group: GroupPlace;
	readonly at: number;
};

/** One of the latest elections, oldest first. */
export type RecentElectionRecord = {
	readonly type: 'election';
	readonly at: number;
	readonly group: RaftGroup;
	readonly from: string | undefined;
	readonly to: string;
	readonly cause: ElectionCause;
	readonly who: string | undefined;
	readonly gapMs: number | undefined;
};

/** A lost quorum: one of the latest losses, or still lost as far as known. */
export type QuorumRecord =
	| {readonly type: 'quorum-loss'; readonly group: RaftGroup; readonly at: number}
	| {readonly type: 'without-quorum'; readonly group: GroupPlace; readonly at: number};

/** When a group elected lately; the one that elected last comes last. */
export type RestlessRecord = {
	readonly type: 'restless';
	readonly group: GroupPlace;
	readonly times: readonly number[];
	readonly flaps: boolean;
};

/** A request to step down that no election has answered yet. */
export type RequestRecord = {
	readonly type: 'request';
	readonly group: GroupPlace;
	readonly at: number;
	readonly by: 'us' | 'others';
	readonly who: string | undefined;
};

export type RejectionRecord = {
	readonly type: 'rejection';
	readonly at: number;
	readonly subject: string;
	readonly reason: string;
};

/** Who else moves leaders of a cluster, in words. */
export type MoverRecord = {
	readonly type: 'mover';
	readonly cluster: string;
	readonly mover: string;
};
