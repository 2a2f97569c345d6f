import {cleanText} from '../clean-text.ts';
import type {BestRatio} from '../cluster-summary.ts';
import type {Measure} from '../load-distribution.ts';
import type {RaftGroup} from '../raft-group.ts';
import {fullPace} from './expected-time.ts';
import {isLower} from './improvement.ts';
import type {Plan} from './plan.ts';

/** A plan that the operator wants to see: for what, for which groups, how even and how fast. */
export type PlanRequest = {
	readonly cluster: string;
	/** The server to empty; undefined: make all servers even. */
	readonly drain: string | undefined;
	readonly measure: Measure;
	readonly kinds: PlanKinds;
	/** Undefined: all accounts. */
	readonly account: string | undefined;
	/** Share of the even level. */
	readonly tolerance: number;
	readonly pace: PaceName;
	/** Runs on an incomplete view, too. */
	readonly force: boolean;
};

/** How far the plan for a request is. */
export type OfferAnswer =
	| {readonly type: 'planning'}
	| {readonly type: 'ready'; readonly offer: Offer}
	| {readonly type: 'failed'; readonly reason: string};

export const planKinds = ['all', 'streams', 'consumers'] as const;

export type PlanKinds = (typeof planKinds)[number];

export const tolerances = [0, 0.02, 0.05, 0.1, 0.2] as const;

/** How many step-downs are in flight at most, and how many are sent a second: slow enough to watch, if wanted. */
export const paces = {
	fast: {...fullPace, words: 'as fast as possible'},
	brisk: {maxInFlight: 8, ratePerSecond: 20, words: '20/s'},
	slow: {maxInFlight: 2, ratePerSecond: 5, words: '5/s'},
	crawl: {maxInFlight: 1, ratePerSecond: 1, words: '1/s'},
} as const;

type PaceName = keyof typeof paces;

export const paceNames: readonly PaceName[] = ['fast', 'brisk', 'slow', 'crawl'];

/** What is proposed first. */
export function firstRequest(
	cluster: string,
	drain: string | undefined,
	measure: Measure = 'count',
): PlanRequest {
	return {
		cluster,
		drain,
		measure,
		kinds: 'all',
		account: undefined,
		tolerance: 0,
		pace: 'fast',
		force: false,
	};
}

/** A plan for the user to confirm. */
export type Offer = {
	readonly plan: Plan;
	/** The server to empty; undefined: make all servers even. */
	readonly drain: string | undefined;
	/** Why it should not be run on what is known now, one line each; none when all has been seen. */
	readonly refusals: readonly string[];
	readonly locked: readonly LockedAccount[];
	/** The only accounts whose groups are to move, by names or ids; undefined: all. */
	readonly accounts?: readonly string[] | undefined;
	/** What could be reached if nothing were locked; undefined where nothing is. */
	readonly unlocked?: BestRatio | undefined;
	/** Groups that weigh nothing because their rate is not known; none where leaders are only counted. */
	readonly unmeasured: number;
	/** How long it will take, as far as can be said, in ms. */
	readonly expectedMs: number;
};

/** An account whose groups stay, all or those of one kind, because leadertop may not move them. */
export type LockedAccount = {
	readonly account: string;
	/** Undefined: both kinds. */
	readonly kind: RaftGroup['kind'] | undefined;
	/** What is missing and how to give it. */
	readonly missing: string;
};

/** The locked account, and what is missing. */
export function lockedLine(locked: LockedAccount): string {
	return `${lockedWords(locked)}: ${locked.missing}`;
}

/** What keeps a cluster from being more even that is merely locked: `SHOP, consumers of PAY`; undefined where nothing does. */
export function lockedShortfall({plan, locked, unlocked}: Offer): string | undefined {
	const isShort =
		unlocked && (unlocked.stepDowns > plan.stepDowns || isLower(unlocked.ratio, plan.ratio.after));
	return isShort ? locked.map(lockedWords).join(', ') : undefined;
}

/** In words: `SHOP`, or `consumers of SHOP`. */
export function lockedWords({account, kind}: LockedAccount): string {
	return kind === undefined ? cleanText(account) : `${kind}s of ${cleanText(account)}`;
}
