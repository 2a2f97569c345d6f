import {owedRests, rateBound} from './rate-bound.ts';

/** Decides when to draw. Ages grow by themselves, so it draws once in `idleMs` although nothing happens. */
export type Pace = {
	/** Draws once the last time is `afterMs` ago; at once if it is that already. */
	readonly within: (afterMs: number) => void;
	/** Draws as soon as it may be again, after what the last pictures cost: after a rest at once. */
	readonly soon: () => void;
	readonly now: () => void;
	readonly stop: () => void;
};

export type PaceOptions = {
	readonly idleMs: number;
	/** Least time between two pictures that are wanted soon, in ms, when there are many of them. */
	readonly leastMs: number;
};

export function pace(draw: () => void, {idleMs, leastMs}: PaceOptions): Pace {
	let last = performance.now();
	let costMs = 0;
	const bound = rateBound(owedRests * leastMs);
	let dueAt = Infinity;
	let timer: NodeJS.Timeout | undefined;

	function now(): void {
		last = performance.now();
		dueAt = Infinity;
		within(idleMs);
		draw();
		// React renders and Ink writes in a microtask that was queued before this one.
		queueMicrotask(() => {
			// One that took long by chance, for memory was tidied up or code was new, makes no other one late.
			costMs += (performance.now() - last - costMs) / remembered;
		});
		bound.came(Math.max(leastMs, restAfter(costMs)));
	}

	function within(afterMs: number): void {
		drawAt(last + Math.max(afterMs, Math.min(idleCosts * costMs, longestIdleMs)));
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
			drawAt(performance.now() + bound.waitMs());
		},
		now,
		stop() {
			clearTimeout(timer);
			dueAt = -Infinity;
		},
	};
}

/** While nothing happens, pictures are made for a fortieth of the time: ages may be told every two seconds. */
const idleCosts = 40;
const longestIdleMs = 2000;

/** Pictures over which their cost is averaged. */
const remembered = 5;

/**
 * How much time a picture has to itself, in ms, when making it took so long: while much happens, pictures are made for a
 * quarter of the time, and six times a second whatever they cost.
 */
export function restAfter(costMs: number): number {
	return Math.min(4 * costMs, longestRestMs);
}

const longestRestMs = 150;
