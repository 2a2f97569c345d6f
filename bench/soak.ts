/** What `programs/soak.tsx` shall do. */
export type SoakOrder = {readonly resultFile: string; readonly forMs: number};

/** What `programs/soak-wire.ts` shall do. */
export type WireSoakOrder = SoakOrder & {
	/** Of the fleet's server on 127.0.0.1. */
	readonly port: number;
	readonly url: string;
	readonly actAs: readonly string[];
	/** Streams that are deleted, and as many created, with their consumers. */
	readonly streamsPerSecond: number;
};

/** What they note once a second. */
export type SoakSample = {
	/** Since its start. */
	readonly atMs: number;
	readonly events: number;
	/** 0 without a screen. */
	readonly frames: number;
	/** Bytes, after a garbage collection. */
	readonly rss: number;
	readonly heapUsed: number;
};
