/** Keeps something from coming too often, as a leaky bucket does: after a rest a few may follow each other at once. */
export type RateBound = {
	/** How long the next one has to wait, in ms; 0 when it may come now. */
	readonly waitMs: () => number;
	/** It came now. `restMs`: how much time one such has to itself on average. */
	readonly came: (restMs: number) => void;
};

/** @param slackMs how much may be owed: in so much time, what comes in a row may be ahead of what it is entitled to */
export function rateBound(slackMs: number): RateBound {
	let paidAt = Number.NEGATIVE_INFINITY;
	return {
		waitMs: () => Math.max(0, paidAt - slackMs - performance.now()),
		came(restMs) {
			paidAt = Math.max(paidAt, performance.now()) + restMs;
		},
	};
}

/** So many rests may be owed: the picture of a second's gauges keeps no election waiting, nor does that of another one. */
export const owedRests = 3;
