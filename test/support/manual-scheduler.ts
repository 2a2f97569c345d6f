import type {Clock} from '../../source/time/clock.ts';
import {start} from './build.ts';

/** Time that stands still until a test moves it. */
export type ManualScheduler = Clock & {
	/** Moves on, calling back what falls due in the order of its time, then of its booking. */
	readonly advance: (ms: number) => void;
	/** The same, letting promises that a callback settled go on before the next. */
	readonly advanceAsync: (ms: number) => Promise<void>;
	/** Callbacks that are booked. */
	readonly pending: () => number;
};

export function manualScheduler(from = start): ManualScheduler {
	const booked = new Set<{readonly at: number; readonly callback: () => void}>();
	let now = from;

	function callNext(until: number): boolean {
		let next: {readonly at: number; readonly callback: () => void} | undefined;
		for (const candidate of booked) {
			if (candidate.at <= until && candidate.at < (next?.at ?? Infinity)) {
				next = candidate;
			}
		}

		if (!next) {
			now = until;
			return false;
		}

		booked.delete(next);
		now = Math.max(now, next.at);
		next.callback();
		return true;
	}

	return {
		now: () => now,
		after(delayMs, callback) {
			const booking = {at: now + delayMs, callback};
			booked.add(booking);
			return () => {
				booked.delete(booking);
			};
		},
		advance(ms) {
			const until = now + ms;
			while (callNext(until));
		},
		async advanceAsync(ms) {
			const until = now + ms;
			do {
				await new Promise(resolve => {
					setImmediate(resolve);
				});
			} while (callNext(until));
		},
		pending: () => booked.size,
	};
}
