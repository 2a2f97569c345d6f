/** Decides when to draw. Ages grow by themselves, so it draws once in `idleMs` although nothing happens. */
export type Pace = {
	/** Draws once the last time is `afterMs` ago; at once if it is that already. */
	readonly within: (afterMs: number) => void;
	readonly now: () => void;
	readonly stop: () => void;
};

export function pace(draw: () => void, idleMs: number): Pace {
	let last = performance.now();
	let dueAt = Infinity;
	let timer: NodeJS.Timeout | undefined;

	function now(): void {
		last = performance.now();
		dueAt = Infinity;
		within(idleMs);
		draw();
	}

	function within(afterMs: number): void {
		const wantedAt = last + afterMs;
		if (wantedAt < dueAt) {
			clearTimeout(timer);
			dueAt = wantedAt;
			timer = setTimeout(now, Math.max(0, wantedAt - performance.now()));
		}
	}

	within(idleMs);
	return {
		within,
		now,
		stop() {
			clearTimeout(timer);
			dueAt = -Infinity;
		},
	};
}
