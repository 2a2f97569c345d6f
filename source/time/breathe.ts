import {setImmediate} from 'node:timers/promises';

/** How long a computation keeps keys, replies and timers waiting at most, in ms. */
const turnMs = 8;

/** This turn of the event loop, since a computation first asked in it. */
let turn: {readonly startedAt: number; readonly over: Promise<void>} | undefined;

/** For long computations, every few hundred items: returns at once, unless they have kept the event loop for some ms. */
export async function breathe(): Promise<void> {
	turn ??= newTurn();
	// Of several that wait for the same turn one may use it up.
	while (performance.now() - turn.startedAt >= turnMs) {
		await turn.over;
		turn ??= newTurn();
	}
}

function newTurn(): NonNullable<typeof turn> {
	return {startedAt: performance.now(), over: nextTurn()};
}

async function nextTurn(): Promise<void> {
	await setImmediate();
	turn = undefined;
}

export type SliceOptions = {
	/** Time in ms from any beginning; `performance.now` unless given. */
	readonly now?: (() => number) | undefined;
	readonly signal?: AbortSignal | undefined;
};

/**
 * Carries out a computation that yields every few ms: what fits into one turn of the event loop is done before this
 * returns. Rejects with the signal's reason once it has aborted.
 */
export async function sliced<Result>(
	steps: Iterator<void, Result>,
	{now = () => performance.now(), signal}: SliceOptions = {},
): Promise<Result> {
	let startedAt = now();
	for (;;) {
		const step = steps.next();
		if (step.done) {
			return step.value;
		}

		if (now() - startedAt >= turnMs) {
			await setImmediate();
			signal?.throwIfAborted();
			startedAt = now();
		}
	}
}
