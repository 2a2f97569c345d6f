import {steadyNow} from '../steady-time.ts';

/** Time as a run sees it; a simulation brings its own. */
export type Clock = {
	/** Epoch in ms; never goes back. */
	readonly now: () => number;
	/** Calls back once, after that many ms. Returns the way to call it off. */
	readonly after: (delayMs: number, callback: () => void) => () => void;
};

/** The machine's time, which a clock that is set back does not stop. */
export const systemClock: Clock = {
	now: steadyNow,
	after(delayMs, callback) {
		const timer = setTimeout(callback, delayMs);
		return () => {
			clearTimeout(timer);
		};
	},
};
