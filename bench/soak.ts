/** What `programs/soak.tsx` shall do. */
export type SoakOrder = {readonly resultFile: string; readonly forMs: number};

/** What it notes once a second. */
export type SoakSample = {
	/** Since its start. */
	readonly atMs: number;
	readonly events: number;
	readonly frames: number;
	/** Bytes, after a garbage collection. */
	readonly rss: number;
	readonly heapUsed: number;
};
