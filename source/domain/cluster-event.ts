import type {MetaGroup} from './meta-group.ts';
import type {OfflineInAccount} from './offline-asset.ts';
import type {Follower, GroupIdentity, ReportedGroup} from './raft-group.ts';
import type {ServerReport} from './server.ts';

/**
 * Everything that leadertop ever learns about a cluster, in the order in which it learned it.
 * `at` is the epoch in ms when it arrived here. Watching, simulating and replaying differ only in where these come from.
 */
export type ClusterEvent =
	| ConnectionChanged
	| ServersReported
	| GroupsReported
	| LookCompleted
	| LookDoubted
	| LeaderElected
	| StepDownRequested
	| QuorumLost
	| GroupCreated
	| GroupDeleted
	| ServerLeaving
	| MetaLeaderChanged
	| MetaGroupReported
	| OfflineReported
	| NamesChanged
	| ReplyRejected;

/** The observer's own connection. While it is not `connected`, everything known is stale. */
export type ConnectionChanged = {
	readonly type: 'connection-changed';
	readonly at: number;
	readonly state: 'connected' | 'reconnecting' | 'closed';
	/** Why, in words for the operator; no secret in it. */
	readonly detail: string | undefined;
};

/** One round of asking all servers for their statistics. */
export type ServersReported = {
	readonly type: 'servers-reported';
	readonly at: number;
	/** Who answered. */
	readonly servers: readonly ServerReport[];
	/** Names of known servers, and of peers that were named but never heard, that did not answer in time. */
	readonly silent: readonly string[];
	/** Names and clusters of servers that the meta leader counts as peers but offline. */
	readonly offline: readonly {readonly name: string; readonly cluster: string}[];
};

/**
 * Part of one server's own inventory. `led` replaces what was known of those groups;
 * `leaderless` are groups it hosts for which it knows no leader.
 */
export type GroupsReported = {
	readonly type: 'groups-reported';
	readonly at: number;
	/** When the question was sent, epoch in ms: an election seen after it outweighs this report. */
	readonly askedAt: number;
	readonly server: string;
	readonly led: readonly ReportedGroup[];
	readonly leaderless: readonly ReportedGroup[];
};

/** All parts of a server's inventory have been reported: what it led before and did not name since `askedAt` is gone. */
export type LookCompleted = {
	readonly type: 'look-completed';
	readonly at: number;
	readonly askedAt: number;
	readonly server: string;
};

/** A server's inventory has turned out to leave groups out: it does not count as seen. */
export type LookDoubted = {
	readonly type: 'look-doubted';
	readonly at: number;
	readonly server: string;
};

/** A Raft group has a new leader (advisory, or the simulator's or a recording's). */
export type LeaderElected = {
	readonly type: 'leader-elected';
	readonly at: number;
	readonly group: GroupIdentity;
	readonly leader: string;
	/** The other peers as the advisory lists them; undefined when it did not. */
	readonly followers: readonly Follower[] | undefined;
};

/** Somebody asked a group's leader to step down. The election says whether it did, and who follows. */
export type StepDownRequested = {
	readonly type: 'step-down-requested';
	readonly at: number;
	/** Others are seen to ask without the domain. */
	readonly group: GroupIdentity;
	readonly by: 'us' | 'others';
	/** Client and host that asked, where known. */
	readonly who: string | undefined;
};

export type QuorumLost = {
	readonly type: 'quorum-lost';
	readonly at: number;
	readonly group: GroupIdentity;
};

export type GroupCreated = {
	readonly type: 'group-created';
	readonly at: number;
	readonly group: GroupIdentity;
};

/** Deleting a stream deletes its consumers with it. */
export type GroupDeleted = {
	readonly type: 'group-deleted';
	readonly at: number;
	readonly group: GroupIdentity;
};

/** A server announced lame-duck mode or its shutdown. */
export type ServerLeaving = {
	readonly type: 'server-leaving';
	readonly at: number;
	readonly server: string;
	readonly how: 'lame-duck' | 'shutdown';
};

export type MetaLeaderChanged = {
	readonly type: 'meta-leader-changed';
	readonly at: number;
	readonly cluster: string;
	readonly domain: string | undefined;
	/** Server name; undefined while there is no leader. */
	readonly leader: string | undefined;
};

/** A domain's meta group as one round of questions found it. Only its leader's own report of the others counts. */
export type MetaGroupReported = {
	readonly type: 'meta-group-reported';
	readonly at: number;
	readonly domain: string | undefined;
	readonly metaGroup: MetaGroup;
};

/** A listing of an account's streams and consumers has named all that no server runs. */
export type OfflineReported = OfflineInAccount & {
	readonly type: 'offline-reported';
	readonly at: number;
};

/**
 * Servers or clusters that have been in use by name have other names from now on, since others have been met that go by
 * the same ones: what is known of servers and groups is forgotten, and reported anew.
 */
export type NamesChanged = {readonly type: 'names-changed'; readonly at: number};

/** A reply could not be decoded: counted and named, never shown as something it is not. */
export type ReplyRejected = {
	readonly type: 'reply-rejected';
	readonly at: number;
	/** What was asked or which advisory it was. */
	readonly subject: string;
	readonly reason: string;
};
