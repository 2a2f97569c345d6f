import type {ClusterView} from '../../state/cluster-view.ts';
import {listingOf, type Listing, type ListingQuery} from './listing.ts';

type Remembered = {
	readonly view: ClusterView;
	readonly revision: number;
	/** Arrival of the newest event then, epoch in ms. */
	readonly at: number;
	readonly query: string;
	readonly listing: Listing;
};

export type ListingMemory = {
	/** Answers the same query about the same revision of a view from memory. */
	readonly list: typeof listingOf;
	/** Answers the same query about a view as it was answered last: that is what the operator has in sight. */
	readonly recall: typeof listingOf;
};

/**
 * Lists groups, and remembers the last list. One that is made from very many groups may be a second old: looking through
 * 100,000 of them ten times a second, or before each key, would be felt.
 */
export function rememberListing(): ListingMemory {
	let last: Remembered | undefined;

	const answer = (mayBeOld: (remembered: Remembered) => boolean): typeof listingOf => {
		return (view, query) => {
			const asked = spelled(query);
			if (
				last?.view !== view ||
				last.query !== asked ||
				(last.revision !== view.revision && !mayBeOld(last))
			) {
				const {revision, now: at} = view;
				last = {view, revision, at, query: asked, listing: listingOf(view, query)};
			}

			return last.listing;
		};
	};

	return {
		list: answer(({listing, at, view}) => listing.total > many && view.now - at < oldMs),
		recall: answer(({listing}) => listing.total > many),
	};
}

const many = 5000;
const oldMs = 1000;

function spelled({cluster, server, filter, order}: ListingQuery): string {
	return JSON.stringify([cluster, server, filter, order.by, order.reversed]);
}
