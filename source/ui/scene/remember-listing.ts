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

/**
 * Lists groups, and answers the same query about the same revision of a view from memory.
 * A list of very many groups may be a second old: looking through 100,000 of them ten times a second would be felt.
 */
export function rememberListing(): typeof listingOf {
	let last: Remembered | undefined;
	return (view, query) => {
		const asked = spelled(query);
		if (!last || last.view !== view || last.query !== asked || isOutdated(last, view)) {
			const {revision, now: at} = view;
			last = {view, revision, at, query: asked, listing: listingOf(view, query)};
		}

		return last.listing;
	};
}

function isOutdated({revision, at, listing}: Remembered, view: ClusterView): boolean {
	const lifeMs = listing.count > many ? 1000 : 0;
	return revision !== view.revision && view.now - at >= lifeMs;
}

const many = 5000;

function spelled({cluster, server, filter, order}: ListingQuery): string {
	return JSON.stringify([cluster, server, filter, order.by, order.reversed]);
}
