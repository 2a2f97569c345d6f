import type {AccountAccess} from './domain/account-access.ts';
import type {ClusterEvent} from './domain/cluster-event.ts';
import type {GroupIdentity} from './domain/raft-group.ts';

/**
 * The one port between leadertop and whatever a cluster comes from: NATS, the simulator or a recording.
 * Events come out, step-downs go in; the effect of a step-down comes back as an event like anybody else's.
 */
export type Cluster = {
	readonly origin: ClusterOrigin;
	/**
	 * Hands every event from now on to `listener`. Observation begins with the first listener.
	 * A later listener does not get what came before. Returns the way to end it.
	 */
	readonly watch: (listener: (event: ClusterEvent) => void) => () => void;
	/** Asks for everything anew, at once. Resolves when the answers have been handed out; never rejects for a silent server. */
	readonly refresh: (signal?: AbortSignal) => Promise<void>;
	/** How often the cheap counters are asked for. */
	readonly setIntervalMs: (intervalMs: number) => void;
	/** Whether this group can be stepped down over the connections that were given. */
	readonly permission: (group: GroupIdentity) => Permission;
	/** Whether the meta leader can be stepped down. */
	readonly metaPermission: () => Permission;
	/** How leaders of an account's groups can be stepped down now, by the account's id; absent where all can be. */
	readonly accountAccess?: (accountId: string) => AccountAccess;
	/** The accounts that connections for acting were given for: their ids where they have been learnt, else as they were given. */
	readonly actingAccounts?: () => readonly string[];
	/** Resolves when it is known of each connection for acting whether it can be used, after some seconds at most; absent where none is opened. */
	readonly untilAccessKnown?: (signal: AbortSignal) => Promise<void>;
	/** Asks the leader of a group to step down. Never rejects: what went wrong is in the answer. */
	readonly stepDown: (request: StepDownRequest) => Promise<StepDownAnswer>;
	readonly stepDownMetaLeader: (request: MetaStepDownRequest) => Promise<StepDownAnswer>;
	/** Asks for the right to be the only one who runs moves on a cluster; absent where nobody else could. */
	readonly claim?: (request: ClaimRequest) => Promise<ClaimAnswer>;
	/** Tells who else, or whether we, run moves on a cluster. Returns the way to end it. */
	readonly watchClaims?: (
		cluster: string,
		listener: (holder: ClaimHolder | undefined) => void,
	) => () => void;
	/** What observing has cost the cluster so far. */
	readonly cost: () => ObservationCost;
	readonly close: () => Promise<void>;
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
	/** Server wanted as the next leader; undefined leaves it to the group, and sends the empty payload that servers before 2.11 need. */
	readonly preferred: string | undefined;
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
};

export type MetaStepDownRequest = {
	readonly cluster: string;
	readonly preferred: string | undefined;
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
};

/** `accepted` says that the leader stepped down, not who follows: that is told by the election. */
export type StepDownAnswer =
	| {readonly type: 'accepted'}
	| {
			readonly type: 'refused';
			/** The server's err_code; undefined when the refusal came from leadertop itself. */
			readonly code: number | undefined;
			readonly reason: string;
	  }
	/**
	 * The word of some server, which need not be the leader's: all servers get the request, and the first answer is the
	 * only one that arrives (server/jetstream_api.go). Each with a replica may say that nobody leads the group (err_code
	 * 10008), also one that is late, when the leader has already stepped down for this very request. And each before 2.11
	 * refuses a wish for who follows (10003), while a leader of 2.11 or newer carries it out.
	 */
	| {readonly type: 'hearsay'; readonly reason: string}
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
	/** What keeps others from being heard, or from hearing of it, each in one line. */
	readonly warnings: readonly string[];
	/** Aborts when somebody else took it over; its reason says who. */
	readonly lost: AbortSignal;
	readonly release: () => Promise<void>;
};

export type ClaimRefusal = {
	readonly type: 'refused';
	/** Who holds it and what to do, in one line. */
	readonly reason: string;
};

export type ObservationCost = {
	readonly requests: number;
	readonly bytesReceived: number;
};
