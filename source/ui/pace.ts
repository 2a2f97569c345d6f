/** Draws at most once in `minIntervalMs`, and once in `idleMs` when nothing happens: ages grow by themselves. */
export type Pace = {
	/** Draws as soon as the pace allows. */
	readonly soon: () => void;
	/** Draws at once, whatever the pace. */
	readonly now: () => void;
	readonly stop: () => void;
};

export function pace(draw: () => void, minIntervalMs: number, idleMs: number): Pace {
	let last = -Infinity;
	let timer: NodeJS.Timeout | undefined;
	let dueIn = Infinity;

	function now(): void {
		clearTimeout(timer);
		last = performance.now();
		schedule(idleMs);
		draw();
	}

	function schedule(delayMs: number): void {
		dueIn = delayMs;
		timer = setTimeout(now, delayMs);
	}

	schedule(idleMs);
	return {
		now,
		soon() {
			if (dueIn < idleMs) {
				return;
			}

			clearTimeout(timer);
			schedule(Math.max(0, last + minIntervalMs - performance.now()));
		},
		stop() {
			clearTimeout(timer);
		},
	};
}
