/** Time as the simulation sees it: it runs as fast as whoever gives it wants. */
export type Scheduler = {
	/** Epoch in ms; never goes back. */
	readonly now: () => number;
	/** Calls back once, after that many ms. Returns the way to call it off. */
	readonly after: (delayMs: number, callback: () => void) => () => void;
};

/** A scheduler whose callbacks can be called off all at once. */
export function stoppable(scheduler: Scheduler): Scheduler & {readonly stop: () => void} {
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
