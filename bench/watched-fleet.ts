/** What `programs/watch-fleet.ts` shall do. */
export type WatchedFleetOrder = {
	readonly resultFile: string;
	/** Of the fleet's server on 127.0.0.1. */
	readonly port: number;
	readonly url: string;
	/** How long it waits between its phases, and how long it watches a fleet at rest, in ms: once for the cost, once for the delays. */
	readonly calmMs: number;
	readonly restMs: number;
	readonly elections: number;
	readonly overMs: number;
	/** Streams that are deleted, and as many created, each second for as long as it rests. */
	readonly churnPerSecond: number;
};

export type WatchedFleetResult = {
	/** From the start of the process to the first complete picture, in ms. */
	readonly completeMs: number;
	readonly start: Phase;
	/** The delays are those of as long a time after it: measuring them costs CPU. */
	readonly rest: Phase;
	readonly flood: Phase;
	/** While streams and consumers come and go. */
	readonly churn: Phase;
	/** Groups whose leader was not known at the end. */
	readonly wrongLeaders: number;
};

/** What a phase of watching cost. */
export type Phase = {
	readonly elapsedMs: number;
	readonly cpuMs: number;
	readonly bytesReceived: number;
	readonly requests: number;
	/** How late timers were, in ms. */
	readonly delayP99Ms: number;
	readonly delayMaxMs: number;
	/** How long the main thread waited for a core, in ms; NaN where the system does not tell. */
	readonly queuedMs: number;
	/** At the end, in bytes. */
	readonly rss: number;
};
