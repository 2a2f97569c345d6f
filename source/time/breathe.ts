import {setImmediate} from 'node:timers/promises';

/** How long computations keep keys, replies and timers waiting at most, all of them together, in ms. */
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
