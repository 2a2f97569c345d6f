import {cleanText} from '../clean-text.ts';
import type {BestReachable} from './best-reachable.ts';
import {isLower} from './improvement.ts';
import type {Plan} from './plan.ts';
import type {RaftGroup} from '../raft-group.ts';

/** A plan as it is put before somebody who has to say yes to it. */
export type Offer = {
	readonly plan: Plan;
	/** The server that all leaders shall leave; undefined where the cluster is to be evened out. */
	readonly drain: string | undefined;
	/** Why it should not be run on what is known now, one line each; none when all has been seen. */
	readonly refusals: readonly string[];
	readonly locked: readonly LockedAccount[];
	/** The only accounts whose groups are to move, by names or ids; undefined: all. */
	readonly accounts?: readonly string[] | undefined;
	/** What could be reached if nothing were locked; undefined where nothing is. */
	readonly unlocked?: BestReachable | undefined;
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

/** Who is locked, and what is missing. */
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
