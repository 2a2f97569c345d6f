import {promptedGapMs, type LookCost} from './look-pacing.ts';

/** A server's place in the queue of looks. Times are epoch in ms; undefined where nobody wants a look. */
export type LookTurn = {
	wantedAt: number | undefined;
	quietAt: number | undefined;
	/** Since when reasons have been coming. */
	stirredSince: number | undefined;
	/** It need not wait until the last look has been paid for. */
	hurried: boolean;
	running: boolean;
	/** 0 for never. */
	askedAt: number;
	/** Looks in a row that nobody answered. */
	failures: number;
	/** After a failure a server that may be overloaded is left alone, whatever else happens. */
	restingUntil: number;
	cost: LookCost | undefined;
	waiting: (() => void)[];
};

export function newTurn(): LookTurn {
	return {
		wantedAt: undefined,
		quietAt: undefined,
		stirredSince: undefined,
		hurried: false,
		running: false,
		askedAt: 0,
		failures: 0,
		restingUntil: 0,
		cost: undefined,
		waiting: [],
	};
}

/**
 * When a look is due; infinity while none is wanted.
 * @param followUpAt when the next look may begin for which elections are the only reason
 */
export function dueAtOf(turn: LookTurn, followUpAt: number): number {
	const {wantedAt = Number.POSITIVE_INFINITY, quietAt, hurried, askedAt, restingUntil, cost} = turn;
	const dueAt =
		quietAt === undefined ? wantedAt : Math.min(wantedAt, Math.max(quietAt, followUpAt));
	const paidAt = cost ? askedAt + promptedGapMs(cost) : 0;
	return hurried ? dueAt : Math.max(dueAt, paidAt, restingUntil);
}

export function forgetWishes(turn: LookTurn): void {
	turn.wantedAt = undefined;
	turn.quietAt = undefined;
	turn.stirredSince = undefined;
	turn.hurried = false;
}

/** Lets go who waits for a look. */
export function release(turn: LookTurn): void {
	turn.waiting.forEach(resolve => {
		resolve();
	});
	turn.waiting = [];
}
