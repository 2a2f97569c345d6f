import {isNarrower} from '../../state/group-filter.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {listingOf, type Listing, type ListingQuery} from './listing.ts';

type Remembered = {
	readonly view: ClusterView;
	readonly revision: number;
	/** Arrival of the newest event then, epoch in ms. */
	readonly at: number;
	readonly query: ListingQuery;
	readonly listing: Listing;
};

type List = (view: ClusterView, query: ListingQuery) => Listing;

export type ListingMemory = {
	/** Answers the same query about the same revision of a view from memory. */
	readonly list: List;
	/** Answers the same query about a view as it was answered lately: that is what the operator has in sight. */
	readonly recall: List;
};

/**
 * Lists groups, and remembers the last lists. One that is made from very many groups may be a second old: looking through
 * 100,000 of them ten times a second, or before each key, would be felt. To make a filter longer looks through what it let
 * through before.
 */
export function rememberListing(): ListingMemory {
	let kept: readonly Remembered[] = [];

	const answer = (isGood: (remembered: Remembered, view: ClusterView) => boolean): List => {
		return (view, query) => {
			const known = kept.find(
				each => each.view === view && isSame(each.query, query) && isGood(each, view),
			);
			const {revision, now: at} = view;
			const last = known ?? {view, revision, at, query, listing: make(view, query)};
			if (last !== kept[0]) {
				kept = [
					last,
					...kept.filter(each => each.view === view && !isSame(each.query, query)),
				].slice(0, keptLists);
			}

			return last.listing;
		};
	};

	function make(view: ClusterView, query: ListingQuery): Listing {
		const wider = kept.find(
			each =>
				each.view === view &&
				isSame({...each.query, filter: query.filter}, query) &&
				isNarrower(query.filter, each.query.filter) &&
				(each.revision === view.revision || isYoung(each, view, oldMs)),
		);
		return listingOf(view, query, wider?.listing.selection);
	}

	return {
		list: answer((each, view) => each.revision === view.revision || isYoung(each, view, oldMs)),
		recall: answer(
			(each, view) =>
				each.revision === view.revision ||
				isYoung(each, view, each === kept[0] ? Infinity : recalledMs),
		),
	};
}

/** Of very many groups the list may be so old. */
function isYoung({listing, at}: Remembered, view: ClusterView, ageMs: number): boolean {
	return listing.total > many && view.now - at < ageMs;
}

const many = 5000;
const oldMs = 1000;

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
