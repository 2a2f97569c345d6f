import {steadyNow} from '../steady-time.ts';

/** Time as it passes where leadertop runs, for whoever lets it be chosen. */
export const wallScheduler = {
	now: steadyNow,
	after(delayMs: number, callback: () => void): () => void {
		const timer = setTimeout(() => {
			callback();
		}, delayMs);
		return () => {
			clearTimeout(timer);
		};
	},
};
