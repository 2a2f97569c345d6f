/** What a simulated fleet consists of. The same options give the same fleet. */
export type FleetOptions = {
	/** Default: 1. */
	readonly seed?: number;
	/** In one cluster called `fleet`, named n1, n2 and so on. Default: 3. */
	readonly servers?: number;
	/** A super-cluster instead: its clusters by name, with their server counts; their servers are called `east-n1` and so on. */
	readonly clusters?: Readonly<Record<string, number>>;
	/** Raft groups, those with one replica included. Default: 300. */
	readonly groups?: number;
	/** Named ACCOUNT1, ACCOUNT2 and so on, the first one the largest. Default: 2. */
	readonly accounts?: number;
	/** Replica counts of streams, each as likely as the others. Default: mostly 3, some 1 and 5. */
	readonly replicas?: readonly number[];
	/** Share of consumers with fewer replicas than their stream. Default: 0.1. */
	readonly fewerReplicas?: number;
	/** Consumers of a stream, on average. Default: 2. */
	readonly consumersPerStream?: number;
	/** Servers at the end that lead no group that another could lead: as after their restart. Default: 0. */
	readonly emptied?: number;
	/** Default: a recent one. */
	readonly version?: string;
	/** How often the message counters grow; 0 for never. Default: 5,000. */
	readonly growthEveryMs?: number;
	/** From a step-down or a leader's death to the next election. Default: 20. */
	readonly electionMs?: number;
};

/** What can be done to a fleet while it runs. */
export type FleetOrder =
	/** So many elections, each of another group, spread over so long; resolves when all have been announced. */
	| {readonly type: 'elect'; readonly elections: number; readonly overMs: number}
	/** As a power cut: nothing is announced but the elections that follow. */
	| {readonly type: 'kill'; readonly server: string}
	/** The server hands its leaders over and says that it leaves. */
	| {readonly type: 'stop'; readonly server: string}
	| {readonly type: 'lame-duck'; readonly server: string}
	/** A new life, with JetStream after some time of recovering. */
	| {readonly type: 'start'; readonly server: string; readonly recoveringMs: number}
	/** Answers come so much later from now on. */
	| {readonly type: 'slow'; readonly server: string; readonly delayMs: number}
	/** The server gets questions and answers none, or answers again. */
	| {readonly type: 'mute'; readonly server: string; readonly muted: boolean}
	/** What STATSZ tells of the server's CPU, in per cent of one core. */
	| {readonly type: 'load'; readonly server: string; readonly cpuPercent: number}
	/** So many streams are deleted with their consumers, the oldest first, and as many created under names never used, spread over so long. */
	| {readonly type: 'churn'; readonly streams: number; readonly overMs: number}
	/** An election that nobody hears of. */
	| {readonly type: 'elect-silently'; readonly elections: number}
	/** Who leads what, as the fleet knows it. */
	| {readonly type: 'truth'}
	/** What it was asked, and what it sent, since its start. */
	| {readonly type: 'cost'};

export type FleetTruth = {
	readonly metaLeader: string | undefined;
	readonly groups: readonly FleetTruthGroup[];
};

export type FleetTruthGroup = {
	readonly account: string;
	readonly stream: string;
	readonly consumer?: string;
	readonly leader?: string;
	/** Names of all servers that host it. */
	readonly peers: readonly string[];
};

/** Questions by their kind (`JSZ`, `STATSZ`, `INVENTORY` for each page of one, …), one for each server that was asked, and answers sent in bytes. */
export type FleetCost = {
	readonly questions: Readonly<Record<string, number>>;
	readonly bytes: number;
	/** Of the largest answer, unpacked. */
	readonly largestBytes: number;
	/** Most inventories that one server worked on at the same time. */
	readonly mostAtOnce: number;
};

/** The subject on which a fleet takes orders, in its system account. */
export const orderSubject = 'FLEET.ORDER';
