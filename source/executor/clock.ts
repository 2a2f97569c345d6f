/** Time as a run sees it; a simulation brings its own. */
export type Clock = {
	/** Epoch in ms; never goes back. */
	readonly now: () => number;
	/** Calls back once, after that many ms. Returns the way to call it off. */
	readonly after: (delayMs: number, callback: () => void) => () => void;
};

/** The machine's time. Rests on the monotonic clock: an NTP step in the middle of a run changes no deadline and no duration. */
export const systemClock: Clock = {
	now: () => performance.timeOrigin + performance.now(),
	after(delayMs, callback) {
		const timer = setTimeout(callback, delayMs);
		return () => {
			clearTimeout(timer);
		};
	},
};
