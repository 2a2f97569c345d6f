import {promptedGapMs, type LookCost} from './look-pacing.ts';

/** A server's place in the queue of looks. Times are epoch in ms; undefined where nobody wants a look. */
export type LookTurn = {
	wantedAt: number | undefined;
	/** When a look may begin for which groups that come and go are the only reason. */
	newsAt: number | undefined;
	/** From when on it may, going by what the last one for that reason cost; 0 for never. */
	newsFrom: number;
	/** How long elections that go on may put off a look for which they are the reason. */
	putOffUntil: number | undefined;
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
		newsAt: undefined,
		newsFrom: 0,
		putOffUntil: undefined,
		hurried: false,
		running: false,
		askedAt: 0,
		failures: 0,
		restingUntil: 0,
		cost: undefined,
		waiting: [],
	};
}

/** When looks may begin for which elections are the only reason, epoch in ms. */
export type FollowUps = {
	/** When elections will have been over for a while. */
	readonly quietAt: number;
	/** When the last such look has been paid for. */
	readonly paidAt: number;
};

/** When a look is due; infinity while none is wanted. */
export function dueAtOf(turn: LookTurn, followUps: FollowUps): number {
	const {wantedAt = never, newsAt = never, newsFrom, putOffUntil, hurried} = turn;
	const {askedAt, restingUntil, cost} = turn;
	const dueAt = Math.min(
		wantedAt,
		Math.max(newsAt, newsFrom),
		putOffUntil === undefined ? never : followUpAt(putOffUntil, followUps),
	);
	const paidAt = cost ? askedAt + promptedGapMs(cost) : 0;
	return hurried ? dueAt : Math.max(dueAt, paidAt, restingUntil);
}

const never = Number.POSITIVE_INFINITY;

function followUpAt(putOffUntil: number, {quietAt, paidAt}: FollowUps): number {
	return Math.max(Math.min(quietAt, putOffUntil), paidAt);
}

export function forgetWishes(turn: LookTurn): void {
	turn.wantedAt = undefined;
	turn.newsAt = undefined;
	turn.putOffUntil = undefined;
	turn.hurried = false;
}

/** Lets go who waits for a look. */
export function release(turn: LookTurn): void {
	turn.waiting.forEach(resolve => {
		resolve();
	});
	turn.waiting = [];
}
