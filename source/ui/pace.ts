/** Decides when to draw. Ages grow by themselves, so it draws once in `idleMs` although nothing happens. */
export type Pace = {
	/** Draws once the last time is `afterMs` ago; at once if it is that already. */
	readonly within: (afterMs: number) => void;
	/** Draws as soon as it may be again, after what the last pictures cost: after a rest at once. */
	readonly soon: () => void;
	readonly now: () => void;
	readonly stop: () => void;
};

type PaceOptions = {
	readonly idleMs: number;
	/** Least time between two pictures that are wanted soon, in ms, when there are many of them. */
	readonly leastMs: number;
};

/** While nothing happens, pictures are made for a fortieth of the time: ages may change every two seconds. */
const idleCosts = 40;
const longestIdleMs = 2000;

/** Pictures over which their cost is averaged. */
const averaged = 5;

/** So many pictures may follow each other at once: that of a second's gauges keeps no election waiting. */
const ahead = 3;

export function pace(draw: () => void, {idleMs, leastMs}: PaceOptions): Pace {
	let lastAt = performance.now();
	let costMs = 0;
	/** When all pictures so far have had the time that each is entitled to: a leaky bucket. */
	let restedAt = Number.NEGATIVE_INFINITY;
	let dueAt = Infinity;
	let timer: NodeJS.Timeout | undefined;

	function now(): void {
		lastAt = performance.now();
		dueAt = Infinity;
		within(idleMs);
		draw();
		// React renders and Ink writes in a microtask that was queued before this one.
		queueMicrotask(() => {
			// One that took long by chance makes no other one late.
			costMs += (performance.now() - lastAt - costMs) / averaged;
		});
		restedAt = Math.max(restedAt, performance.now()) + Math.max(leastMs, restAfter(costMs));
	}

	function within(afterMs: number): void {
		drawAt(lastAt + Math.max(afterMs, Math.min(idleCosts * costMs, longestIdleMs)));
	}

	function drawAt(wantedAt: number): void {
		if (wantedAt < dueAt) {
			clearTimeout(timer);
			dueAt = wantedAt;
			timer = setTimeout(now, Math.max(0, wantedAt - performance.now()));
		}
	}

	within(idleMs);
	return {
		within,
		soon() {
			drawAt(Math.max(performance.now(), restedAt - ahead * leastMs));
		},
		now,
		stop() {
			clearTimeout(timer);
			dueAt = -Infinity;
		},
	};
}

const longestRestMs = 150;

/**
 * How much time a picture has to itself, in ms, when making it took so long: while much happens, pictures are made for a
 * quarter of the time, and six times a second whatever they cost.
 */
export function restAfter(costMs: number): number {
	return Math.min(4 * costMs, longestRestMs);
}
