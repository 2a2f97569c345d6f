import {newsGapMs, promptedGapMs, type LookCost} from './look-pacing.ts';

/** A server's place in the queue of looks. Times are epoch in ms; undefined where nobody wants a look. */
export type LookTurn = {
	wantedAt: number | undefined;
	/** When a look may begin for which groups that come and go are the only reason. */
	newsAt: number | undefined;
	/** When the last look for that reason has been paid for, and from when on the next one may be owed; 0 for never. */
	newsPaidAt: number;
	newsFrom: number;
	/** Since when elections have been a reason to look. */
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
		newsAt: undefined,
		newsPaidAt: 0,
		newsFrom: 0,
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

/** When looks may begin for which elections are the only reason, epoch in ms. */
export type FollowUps = {
	/** When elections will have been over for a while. */
	readonly quietAt: number;
	/** When the last such look has been paid for. */
	readonly paidAt: number;
};

/** The longest that a look is put off because elections go on, in ms. */
export const longestDelayMs = 5000;

/** When a look is due; infinity while none is wanted. */
export function dueAtOf(turn: LookTurn, followUps: FollowUps): number {
	const {wantedAt = never, newsAt = never, newsFrom, stirredSince, hurried} = turn;
	const {askedAt, restingUntil, cost} = turn;
	const dueAt = Math.min(
		wantedAt,
		Math.max(newsAt, newsFrom),
		stirredSince === undefined ? never : followUpAt(stirredSince, followUps),
	);
	const paidAt = cost ? askedAt + promptedGapMs(cost) : 0;
	return hurried ? dueAt : Math.max(dueAt, paidAt, restingUntil);
}

const never = Number.POSITIVE_INFINITY;

function followUpAt(stirredSince: number, {quietAt, paidAt}: FollowUps): number {
	return Math.max(Math.min(quietAt, stirredSince + longestDelayMs), paidAt);
}

/** Looks for which groups that come and go are the only reason, and which are not paid for yet: one may follow at once. */
const owedLooks = 2;

/** Takes in what a look for that reason cost. */
export function payForNews(turn: LookTurn, cost: LookCost, costs: readonly LookCost[]): void {
	const gapMs = newsGapMs(cost, costs);
	turn.newsPaidAt = Math.max(turn.newsPaidAt, turn.askedAt) + gapMs;
	turn.newsFrom = turn.newsPaidAt - (owedLooks - 1) * gapMs;
}

export function forgetWishes(turn: LookTurn): void {
	turn.wantedAt = undefined;
	turn.newsAt = undefined;
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
