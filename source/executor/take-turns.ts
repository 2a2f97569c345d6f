import {advance, type Steps} from '../domain/steps.ts';

/** What others have to wait at most while a long computation has its turn, about. */
const turnMs = 8;

type TurnOptions<Result> = {
	/** `busyMs`: what all turns took together. */
	readonly onEnd: (result: Result, busyMs: number) => void;
	/** Without it, the turn that fails throws. */
	readonly onFailure?: (error: unknown) => void;
	/** Time in ms from any beginning; `performance.now` unless given. */
	readonly now?: () => number;
};

/**
 * Carries out a long computation in turns, between which keys, replies and frames have theirs. What fits into one
 * turn is done before it returns, unless another computation is at it. Returns the way to call it off.
 */
export function takeTurns<Result>(
	steps: Steps<Result>,
	{onEnd, onFailure = rethrow, now = () => performance.now()}: TurnOptions<Result>,
): () => void {
	let busyMs = 0;
	let isCalledOff = false;
	if (queue.length === 0) {
		takeTurn();
	} else {
		enqueue(takeTurn);
	}

	return () => {
		isCalledOff = true;
	};

	function takeTurn(): void {
		if (isCalledOff) {
			return;
		}

		const startedAt = now();
		let end: {readonly result: Result} | undefined;
		try {
			end = advance(steps, () => now() - startedAt >= turnMs);
		} catch (error) {
			onFailure(error);
			return;
		}

		busyMs += now() - startedAt;
		if (end) {
			onEnd(end.result, busyMs);
		} else {
			enqueue(takeTurn);
		}
	}
}

/** Turns to come: between two of them others have theirs, however many computations there are. */
const queue: (() => void)[] = [];

function enqueue(turn: () => void): void {
	queue.push(turn);
	if (queue.length === 1) {
		setImmediate(takeNext);
	}
}

function takeNext(): void {
	try {
		queue[0]?.();
	} finally {
		queue.shift();
		if (queue.length > 0) {
			setImmediate(takeNext);
		}
	}
}

/** The same as a promise. */
export async function inTurns<Result>(steps: Steps<Result>, now?: () => number): Promise<Result> {
	return new Promise((resolve, reject) => {
		takeTurns(steps, {onEnd: resolve, onFailure: reject, ...(now && {now})});
	});
}

function rethrow(error: unknown): void {
	throw error;
}
