import type {AccountAccess} from './domain/account-access.ts';
import type {ClusterEvent} from './domain/cluster-event.ts';
import type {GroupIdentity} from './domain/raft-group.ts';
import type {ClusterNotice} from './domain/roll/notice.ts';

/**
 * The one port between leadertop and the source of a cluster: NATS, the simulator or a recording.
 * Events come out, step-downs go in; the effect of a step-down comes back as an event like any other.
 */
export type Cluster = {
	readonly origin: ClusterOrigin;
	/**
	 * Hands every event from now on to `listener`. Observation begins with the first listener.
	 * A later listener does not get what came before. Returns the way to end it.
	 */
	readonly watch: (listener: (event: ClusterEvent) => void) => () => void;
	/** Asks for everything now. Resolves when all answers have been handed out; never rejects for a silent server. */
	readonly refresh: (signal?: AbortSignal) => Promise<void>;
	/** How often the cheap counters are asked for. */
	readonly setIntervalMs: (intervalMs: number) => void;
	/** Whether this group can be stepped down over the connections that were given. */
	readonly permission: (group: GroupIdentity) => Permission;
	/** Whether the meta leader of a cluster can be stepped down. */
	readonly metaPermission: (cluster: string) => Permission;
	/** How leaders of an account's groups can be stepped down now, by account id; absent where all can be. */
	readonly accountAccess?: (accountId: string) => AccountAccess;
	/** The accounts of the connections for acting: their ids where known, else as they were given. */
	readonly actingAccounts?: () => readonly string[];
	/** Resolves when each connection for acting has connected or failed, after some seconds at most; absent where there is none. */
	readonly untilAccessKnown?: (signal: AbortSignal) => Promise<void>;
	/** Asks the leader of a group to step down. Never rejects: what went wrong is in the answer. */
	readonly stepDown: (request: StepDownRequest) => Promise<StepDownAnswer>;
	readonly stepDownMetaLeader: (request: MetaStepDownRequest) => Promise<StepDownAnswer>;
	/** Claims the right to be the only one who runs moves on a cluster; absent where no other program could. */
	readonly claim?: (request: ClaimRequest) => Promise<ClaimAnswer>;
	/** Reports who holds the claim on a cluster, ourselves included. Returns the way to end it. */
	readonly watchClaims?: (
		cluster: string,
		listener: (holder: ClaimHolder | undefined) => void,
	) => () => void;
	/**
	 * Opens what leadertops tell each other of a cluster besides claims; absent where no other program could hear.
	 * @param who tells it: `user@host`
	 */
	readonly notices?: (cluster: string, who: string, onChange: () => void) => NoticeBoard;
	/** What the servers themselves say of a server or a group now, as JSON text; absent where there are none to ask. Rejects with what is wrong. */
	readonly rawJson?: (target: RawTarget, signal?: AbortSignal) => Promise<string>;
	/** What observing has cost the cluster so far. */
	readonly cost: () => ObservationCost;
	readonly close: () => Promise<void>;
};

/** Whom to ask, and about what: a group that it leads, or itself. */
export type RawTarget = {
	/** Undefined for a group without a leader. */
	readonly serverId: string | undefined;
	readonly group: GroupIdentity | undefined;
};

export type ClusterOrigin =
	| {
			readonly type: 'nats';
			/** Context name or server address, without any secret. */
			readonly label: string;
			/** `system`: everything; `account`: one account's groups only. */
			readonly mode: 'system' | 'account';
			/** Name of the one account that is seen. */
			readonly account?: string;
			/** Name of the connection's account, where that is not the system account but imports its services. */
			readonly importingAccount?: string | undefined;
	  }
	| {readonly type: 'simulated'; readonly label: string}
	| {
			readonly type: 'recording';
			/** What was watched when it was made. */
			readonly label: string;
			readonly mode: 'system' | 'account' | 'simulated';
			readonly account?: string | undefined;
	  };

export type Permission =
	| {readonly type: 'allowed'}
	| {
			readonly type: 'locked';
			/** What is missing and how to give it, in one line. */
			readonly missing: string;
	  };

export type StepDownRequest = {
	readonly group: GroupIdentity;
	/** The next leader; undefined leaves it to the group, and sends the empty payload that servers before 2.11 need. */
	readonly preferred: string | undefined;
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
};

export type MetaStepDownRequest = {
	readonly cluster: string;
	/** The next leader; undefined leaves it to the servers. */
	readonly preferred: string | undefined;
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
};

/** `accepted` says that the leader stepped down; the election says who follows. */
export type StepDownAnswer =
	| {readonly type: 'accepted'}
	| {
			readonly type: 'refused';
			/** The server's err_code; undefined when the refusal came from leadertop itself. */
			readonly code: number | undefined;
			readonly reason: string;
	  }
	/**
	 * From some server, which need not be the leader: all servers get the request, and only the first answer arrives
	 * (server/jetstream_api.go). A server with a late replica may say that the group has no leader (err_code 10008) when
	 * the leader has already stepped down for this request; one before 2.11 refuses a preferred leader (10003), while a
	 * leader of 2.11 or newer accepts it.
	 */
	| {readonly type: 'unconfirmed'; readonly reason: string}
	| {readonly type: 'no-answer'; readonly reason: string};

export type ClaimRequest = {
	readonly cluster: string;
	/** Who asks, for those who are refused: `user@host`. */
	readonly who: string;
	readonly purpose: ClaimPurpose;
	readonly signal?: AbortSignal;
};

/** A run that ends, or keeping the cluster even for good. */
export type ClaimPurpose = 'run' | 'keep';

export type ClaimHolder = {
	readonly who: string;
	readonly purpose: ClaimPurpose;
	/** Epoch in ms of the holder's own clock. */
	readonly since: number;
};

export type ClaimAnswer = Claim | ClaimRefusal;

/** The right to be the only one who runs moves on a cluster, while it is held. */
export type Claim = {
	readonly type: 'held';
	/** Why others may not see this claim, or we theirs, each in one line. */
	readonly warnings: readonly string[];
	/** Aborts when another leadertop took it over; the reason names it. */
	readonly lost: AbortSignal;
	readonly release: () => Promise<void>;
};

export type ClaimRefusal = {
	readonly type: 'refused';
	/** Who holds it and what to do, in one line. */
	readonly reason: string;
};

/** What this leadertop tells others of a cluster while it lives, and what they tell. */
export type NoticeBoard = {
	/** Resolves when those who were there before have had time to tell; after some seconds at most. */
	readonly heard: Promise<void>;
	/** What others tell now. */
	readonly others: () => readonly ClusterNotice[];
	/** Others are told this until there is something else to tell; undefined: nothing. */
	readonly tell: (notice: Omit<ClusterNotice, 'who'> | undefined) => void;
	/** Takes it back. */
	readonly end: () => Promise<void>;
};

export type ObservationCost = {
	readonly requests: number;
	readonly bytesReceived: number;
};
