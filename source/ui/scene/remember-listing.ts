import {finish, type Steps} from '../../domain/steps.ts';
import {isNarrower} from '../../state/group-filter.ts';
import {ageOf} from '../../state/age-of.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {
	listedRevision,
	listingInSteps,
	listingOf,
	narrowed,
	reordered,
	type Listing,
	type ListingQuery,
} from './listing.ts';

type Remembered = {
	readonly view: ClusterView;
	readonly revision: number;
	/** Arrival of the newest event then, epoch in ms. */
	readonly at: number;
	/** `performance.now()` then: while nothing arrives, or a recording is paused, the view's own clock stands still. */
	readonly madeAt: number;
	readonly query: ListingQuery;
	readonly listing: Listing;
	/** What it took to make it anew, or the one that it was made from, in ms; 0 before. */
	readonly busyMs: number;
};

type List = (view: ClusterView, query: ListingQuery) => Listing;

export type ListingMemory = {
	/** Answers the same query about the same revision of a view from memory. */
	readonly list: List;
	/** Answers the same query about a view as it was answered lately: that is what the operator has in sight. */
	readonly recall: List;
};

/** Carries out a long computation in turns with others; the result may be there before it returns. */
export type TakeTurns = <Result>(
	steps: Steps<Result>,
	end: {readonly onEnd: (result: Result, busyMs: number) => void},
) => unknown;

/**
 * Lists groups, and remembers the last lists. One that is made from very many groups may be a second old, and up to four
 * where making it takes long: looking through 100,000 of them ten times a second, or before each key, would be felt. Then
 * it is made anew in turns, and meanwhile it is a little older still; its rows are of now. A narrower filter looks through
 * what a wider one let through, and another order is one of the same groups: such a list is as old as the one that it was
 * made from.
 * @param onChange called when such a list is there
 */
export function rememberListing(
	takeTurns: TakeTurns = (steps, {onEnd}) => {
		onEnd(finish(steps), 0);
	},
	onChange: () => void = () => {},
): ListingMemory {
	let kept: readonly Remembered[] = [];
	let renewed: ListingQuery | undefined;
	const named = new WeakSet<ClusterView>();

	function find(view: ClusterView, query: ListingQuery): Remembered | undefined {
		return kept.find(each => each.view === view && isSame(each.query, query));
	}

	/** Puts it in front. */
	function keep(list: Remembered): Listing {
		if (list !== kept[0]) {
			const others = kept.filter(
				({view, query}) => view === list.view && !isSame(query, list.query),
			);
			kept = [list, ...others].slice(0, keptLists);
		}

		return list.listing;
	}

	/** @param isUsable whether a list that was made before is young enough to make another one from it */
	function make(
		view: ClusterView,
		query: ListingQuery,
		isUsable: (list: Remembered) => boolean,
	): Listing {
		const usable = kept.filter(each => each.view === view && isUsable(each));
		const other = usable.find(each => isSame({...each.query, order: query.order}, query));
		if (other) {
			return keep({...other, query, listing: reordered(view, other.listing, query)});
		}

		const [wider] = usable
			.filter(
				each =>
					isSame({...each.query, filter: query.filter}, query) &&
					isNarrower(query.filter, each.query.filter),
			)
			.toSorted((a, b) => a.listing.count - b.listing.count);
		if (wider) {
			return keep({...wider, query, listing: narrowed(view, wider.listing, query)});
		}

		const revision = listedRevision(view, query);
		const at = {at: view.now, madeAt: performance.now()};
		return keep({view, revision, ...at, query, listing: listingOf(view, query), busyMs: 0});
	}

	function renew(view: ClusterView, query: ListingQuery): void {
		if (renewed && isSame(renewed, query)) {
			return;
		}

		const revision = listedRevision(view, query);
		const at = {at: view.now, madeAt: performance.now()};
		let isLate = false;
		renewed = query;
		takeTurns(listingInSteps(view, query), {
			onEnd(listing, busyMs) {
				renewed = undefined;
				const old = find(view, query);
				kept = kept.map(each => (each === old ? {...old, revision, ...at, listing, busyMs} : each));
				if (isLate) {
					onChange();
				}
			},
		});
		isLate = true;
	}

	/** Once everything is known: names of very many groups take long to put in order, and a key shall not wait for it. */
	function nameBeforehand(view: ClusterView): void {
		if (view.groups.size > many && view.missing.length === 0 && !named.has(view)) {
			named.add(view);
			takeTurns(view.nameInSteps(), {onEnd() {}});
		}
	}

	/** Whether a key may still be answered from it: it is in sight, or was lately. */
	function isInMind(list: Remembered): boolean {
		return isFresh(list) || isYoung(list, list === kept[0] ? Infinity : recalledMs);
	}

	return {
		list(view, query) {
			nameBeforehand(view);
			const known = find(view, query);
			if (!known || (known.listing.total <= many && !isFresh(known))) {
				return make(view, query, isFresh);
			}

			keep(known);
			if (!isFresh(known)) {
				renew(view, query);
			}

			return kept[0]?.listing ?? known.listing;
		},
		recall(view, query) {
			const known = find(view, query);
			return known && isInMind(known) ? keep(known) : make(view, query, isInMind);
		},
	};
}

function isFresh(list: Remembered): boolean {
	const ageMs = Math.max(leastOldMs, restFactor * list.busyMs);
	const isUnchanged = list.revision === listedRevision(list.view, list.query);
	return isUnchanged || isYoung(list, Math.min(ageMs, mostOldMs));
}

/** Of very many groups the list may be so old. */
function isYoung({listing, at, madeAt, view}: Remembered, ageMs: number): boolean {
	const passedMs = Math.max(ageOf(at, view), performance.now() - madeAt);
	return listing.total > many && passedMs < ageMs;
}

const many = 5000;
const leastOldMs = 1000;

/** A list lasts this many times longer than it takes to make it anew: half a percent of a core, where that is 20 ms or less. */
const restFactor = 200;
const mostOldMs = 4000;

/** What was typed can be taken back. */
const recalledMs = 5000;
const keptLists = 8;

function isSame(a: ListingQuery, b: ListingQuery): boolean {
	return (
		a.cluster === b.cluster &&
		a.server === b.server &&
		a.filter === b.filter &&
		a.order.by === b.order.by &&
		a.order.reversed === b.order.reversed
	);
}
