import type {Clock} from '../../source/executor/clock.ts';
import {start} from '../support/build.ts';

/** Time that stands still until a test moves it. */
export type ManualClock = Clock & {
	/** Moves on, calling back what falls due in its order, and lets everything that follows from each happen. */
	readonly advance: (ms: number) => Promise<void>;
	readonly waiting: () => number;
};

export function manualClock(): ManualClock {
	const timers = new Set<{readonly at: number; readonly callback: () => void}>();
	let now = start;

	return {
		now: () => now,
		after(delayMs, callback) {
			const timer = {at: now + delayMs, callback};
			timers.add(timer);
			return () => {
				timers.delete(timer);
			};
		},
		waiting: () => timers.size,
		async advance(ms) {
			const until = now + ms;
			await everythingDone();
			for (;;) {
				const [next] = [...timers].filter(({at}) => at <= until).sort((a, b) => a.at - b.at);
				if (!next) {
					break;
				}

				timers.delete(next);
				now = Math.max(now, next.at);
				next.callback();
				await everythingDone();
			}

			now = until;
		},
	};
}

/** All promises that can go on without time have gone on. */
export async function everythingDone(): Promise<void> {
	await new Promise(resolve => {
		setImmediate(resolve);
	});
}
