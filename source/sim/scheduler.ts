import type {Clock} from '../time/clock.ts';

/** A clock whose callbacks can be called off all at once. */
export function stoppable(scheduler: Clock): Clock & {readonly stop: () => void} {
	const pending = new Set<() => void>();
	return {
		now: scheduler.now,
		after(delayMs, callback) {
			const callOff = scheduler.after(delayMs, () => {
				pending.delete(callOff);
				callback();
			});
			pending.add(callOff);
			return () => {
				pending.delete(callOff);
				callOff();
			};
		},
		stop() {
			for (const callOff of pending) {
				callOff();
			}

			pending.clear();
		},
	};
}
