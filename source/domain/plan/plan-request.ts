import {fullPace} from './pace.ts';
import type {Measure} from '../measure.ts';
import type {Offer} from './offer.ts';

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

export type PaceName = keyof typeof paces;

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
