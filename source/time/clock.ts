/** Time as a part of leadertop sees it; a simulation or a test brings its own. */
export type Clock = {
	/** Epoch in ms; never goes back. */
	readonly now: () => number;
	/** Calls back once, after that many ms. Returns the way to call it off. */
	readonly after: (delayMs: number, callback: () => void) => () => void;
};

/** The machine's time. */
export const systemClock: Clock = {
	now: steadyNow,
	after(delayMs, callback) {
		const timer = setTimeout(callback, Math.min(Math.max(0, delayMs), longestMs));
		return () => {
			clearTimeout(timer);
		};
	},
};

/** Node fires at once when a timeout is longer. */
export const longestMs = 2 ** 31 - 1;

/**
 * Epoch in ms as the machine has it, but never going back: whatever is compared with earlier times would stand still
 * until it had caught up. A clock that is set forward, or goes on while the machine sleeps, is followed; one that is
 * set back is not, for as long as the process lives.
 */
export function steadyNow(): number {
	const steadyMs = performance.timeOrigin + performance.now();
	aheadMs = Math.max(aheadMs, Date.now() - steadyMs);
	return Math.floor(steadyMs + aheadMs);
}

/** How far the machine's clock has gone ahead of its monotonic one, in ms. */
let aheadMs = 0;
