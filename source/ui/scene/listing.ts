import {isLeaderless, isPinned, type GroupKey, type RaftGroup} from '../../domain/raft-group.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {groupFilter} from '../../state/group-filter.ts';
import {byName, inOrder, type GroupOrder} from '../../state/group-order.ts';
import type {Ordered} from '../orders.ts';

/** A list of groups in its order. */
export type Listing = {
	/** Before the filter, those with one replica included. */
	readonly total: number;
	readonly pinned: number;
	/** What passes the filter. */
	readonly count: number;
	/** Those that stand there, as they are now; one that was deleted since, as it was when the list was made. */
	readonly rows: (from: number, limit: number) => readonly RaftGroup[];
	/** -1 for a group that is not listed. */
	readonly indexOf: (key: GroupKey) => number;
	/** What passes the filter, as it was when the list was made. */
	readonly all: () => readonly RaftGroup[];
};

export type ListingQuery = {
	readonly cluster: string;
	/** A server's name, `leaderless`, or undefined for all groups of the cluster. */
	readonly server: string | undefined;
	readonly filter: string;
	readonly order: Ordered<GroupOrder>;
};

/** Stands for the groups that nobody leads where a server could be selected. No server can be called this. */
export const leaderless = '\nleaderless';

export type List = (view: ClusterView, query: ListingQuery) => Listing;

/** A list and what it was made from: another filter or order of the same groups begins there. */
type Made = {
	readonly view: ClusterView;
	readonly query: ListingQuery;
	readonly revision: number;
	/** The view's time, epoch in ms, and `performance.now()` when the groups were read. */
	readonly at: number;
	readonly madeAt: number;
	/** What it took to make it anew, in ms. */
	readonly costMs: number;
	/** Before the filter, by name. */
	readonly groups: readonly RaftGroup[];
	/** What passes the filter, by name. */
	readonly passing: readonly RaftGroup[];
	readonly listing: Listing;
};

/** A list of more groups may be old: to make it anew ten times a second, or before each key, would be felt. */
const many = 5000;
const leastOldMs = 1000;
const mostOldMs = 4000;

/** A list of many groups lasts this many times longer than it took to make it: one percent of a core. */
const restFactor = 100;

/**
 * Lists groups and keeps the last list. A list of many groups is made anew in the background; until then its rows are up to
 * date, but stand where they stood.
 * @param onChange called when such a list is there
 */
export function createListing(
	onChange: () => void = () => {},
	later: (work: () => void) => unknown = setImmediate,
): List {
	let last: Made | undefined;
	let isRenewing = false;

	function renew(view: ClusterView): void {
		if (isRenewing) {
			return;
		}

		isRenewing = true;
		later(() => {
			isRenewing = false;
			if (last?.view === view) {
				last = make(view, last.query);
				onChange();
			}
		});
	}

	return (view, query) => {
		if (last?.view !== view || !isSameScope(last.query, query)) {
			last = make(view, query);
			return last.listing;
		}

		const isCurrent = last.revision === revisionOf(view, query);
		if (!isCurrent && last.groups.length <= many) {
			last = make(view, query);
		} else if (!isSameList(last.query, query)) {
			last = choose(last, query);
		}

		if (!isCurrent && isOld(last)) {
			renew(view);
		}

		return last.listing;
	};
}

/** In a recording time can go back. */
function isOld({view, at, madeAt, costMs, groups}: Made): boolean {
	const lastsMs = Math.min(mostOldMs, Math.max(leastOldMs, restFactor * costMs));
	return groups.length > many && (view.now < at || performance.now() - madeAt >= lastsMs);
}

function isSameScope(a: ListingQuery, b: ListingQuery): boolean {
	return a.cluster === b.cluster && a.server === b.server;
}

function isSameList(a: ListingQuery, b: ListingQuery): boolean {
	return (
		a.filter === b.filter && a.order.by === b.order.by && a.order.reversed === b.order.reversed
	);
}

/** As long as it is the same, the same groups are listed in the same places. */
function revisionOf(view: ClusterView, {server}: ListingQuery): number {
	return server === undefined || server === leaderless
		? view.groupsRevision
		: view.ledRevision(server);
}

function make(view: ClusterView, query: ListingQuery): Made {
	const madeAt = performance.now();
	const groups = groupsOf(view, query);
	const pinned = groups.filter(isPinned).length;
	const passing = filtered(groups, query);
	const listing = listingOf(view, passing, query, {total: groups.length, pinned});
	return {
		view,
		query,
		revision: revisionOf(view, query),
		at: view.now,
		madeAt,
		costMs: performance.now() - madeAt,
		groups,
		passing,
		listing,
	};
}

/** The same groups through another filter or in another order: as old as they are. */
function choose(made: Made, query: ListingQuery): Made {
	const passing = made.query.filter === query.filter ? made.passing : filtered(made.groups, query);
	return {...made, query, passing, listing: listingOf(made.view, passing, query, made.listing)};
}

/** The groups before the filter, by name. */
function groupsOf(view: ClusterView, {cluster, server}: ListingQuery): readonly RaftGroup[] {
	if (server === undefined) {
		return view.byName().filter(group => group.cluster === cluster);
	}

	if (server === leaderless) {
		return view.byName().filter(group => group.cluster === cluster && isLeaderless(group));
	}

	const led = view.ledBy(server).filter(group => group.cluster === cluster);
	return led.length > many
		? view.byName().filter(group => group.cluster === cluster && group.leader === server)
		: led.sort(byName);
}

function filtered(groups: readonly RaftGroup[], {filter}: ListingQuery): readonly RaftGroup[] {
	const passes = groupFilter(filter);
	return passes ? groups.filter(passes) : groups;
}

function listingOf(
	view: ClusterView,
	passing: readonly RaftGroup[],
	{order}: ListingQuery,
	{total, pinned}: Pick<Listing, 'total' | 'pinned'>,
): Listing {
	const groups = inOrder(passing, order.by, order.reversed);
	let found = 0;
	return {
		total,
		pinned,
		count: groups.length,
		rows: (from, limit) =>
			groups.slice(from, from + limit).map(group => view.groups.get(group.key) ?? group),
		indexOf(key) {
			// Asked for each picture, and most often about the same group.
			if (groups[found]?.key !== key) {
				found = groups.findIndex(group => group.key === key);
			}

			return found;
		},
		all: () => groups,
	};
}
