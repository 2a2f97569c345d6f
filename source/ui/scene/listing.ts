import type {GroupKey, RaftGroup} from '../../domain/raft-group.ts';
import type {Steps} from '../../domain/steps.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {GroupOrder, GroupOrdering} from '../../state/group-order.ts';
import {
	groupRow,
	orderInSteps,
	positionOf,
	selectGroupRows,
	type GroupRow,
} from '../../state/group-rows.ts';
import {
	narrowGroups,
	scopeRevision,
	selectGroups,
	selectInSteps,
	type GroupQuery,
	type GroupSelection,
} from '../../state/group-selection.ts';
import type {Ordered} from '../screen-state.ts';

/** A list of groups in its order. Only what is asked for is ordered: there may be 100,000. */
export type Listing = {
	/** Before the filter, those with one replica included. */
	readonly total: number;
	readonly pinned: number;
	/** What passes the filter. */
	readonly count: number;
	/** Those that stand there, and what is known of them now; of one that was deleted since, what was known last. */
	readonly rows: (from: number, limit: number) => readonly GroupRow[];
	/** -1 for a group that is not listed. Found at once near the rows that were asked for last. */
	readonly indexOf: (key: GroupKey) => number;
	/** What it was made from. */
	readonly selection: GroupSelection;
	/** `groupsRevision` of the view then, or before. */
	readonly revision: number;
	/** What passes the filter, in no order. */
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

export function listingOf(view: ClusterView, query: ListingQuery): Listing {
	const selection = selectGroups(view, groupQuery(query));
	return listingFrom(view, {selection, revision: view.groupsRevision}, orderingOf(query));
}

/** What a narrower filter leaves of a listing. */
export function narrowed(view: ClusterView, wider: Listing, query: ListingQuery): Listing {
	const selection = narrowGroups(wider.selection, query.filter);
	return listingFrom(view, {selection, revision: wider.revision}, orderingOf(query));
}

/** What a listing was made from, in another order. */
export function reordered(view: ClusterView, other: Listing, query: ListingQuery): Listing {
	return listingFrom(view, other, orderingOf(query));
}

/** The same as `listingOf` in steps, for the view as it is when the names are in order. */
export function* listingInSteps(view: ClusterView, query: ListingQuery): Steps<Listing> {
	const ordering = orderingOf(query);
	const revision = view.groupsRevision;
	const selection = yield* selectInSteps(view, groupQuery(query));
	yield* orderInSteps(selection, ordering);
	return listingFrom(view, {selection, revision}, ordering);
}

/** As long as it is the same, the same groups are listed in the same places. */
export function listedRevision(view: ClusterView, {server}: ListingQuery): number {
	return scopeRevision(view, scopeOf(server));
}

function orderingOf({order}: ListingQuery): GroupOrdering {
	return {order: order.by, isReversed: order.reversed};
}

function listingFrom(
	view: ClusterView,
	{selection, revision}: Pick<Listing, 'selection' | 'revision'>,
	window: GroupOrdering,
): Listing {
	const {matching, total, pinned} = selection;
	let known: {readonly from: number; readonly rows: GroupRow[]} = {from: 0, rows: []};

	function rows(from: number, limit: number): readonly GroupRow[] {
		const to = Math.min(from + limit, matching.length);
		if (from < known.from || to > known.from + known.rows.length) {
			// With a page before and after it, so that moving about costs nothing.
			const page = Math.max(limit, 50);
			const offset = Math.max(0, from - page);
			known = {
				from: offset,
				rows: [...selectGroupRows(selection, {...window, offset, limit: page * 3}).rows],
			};
		}

		if (view.groupsRevision !== revision) {
			bringUpToDate(from - known.from, to - known.from);
		}

		return known.rows.slice(from - known.from, Math.max(from, to) - known.from);
	}

	function bringUpToDate(first: number, next: number): void {
		for (let place = first; place < next; place++) {
			const row = known.rows[place];
			const group = row && view.groups.get(row.group.key);
			if (group && group !== row.group) {
				known.rows[place] = groupRow(group);
			}
		}
	}

	return {
		total,
		pinned,
		count: matching.length,
		rows,
		indexOf(key) {
			const near = known.rows.findIndex(({group}) => group.key === key);
			return near < 0 ? (positionOf(selection, window, key) ?? -1) : known.from + near;
		},
		selection,
		revision,
		all: () => matching,
	};
}

function groupQuery({cluster, server, filter}: ListingQuery): GroupQuery {
	return {cluster, filter, of: scopeOf(server)};
}

function scopeOf(server: string | undefined): GroupQuery['of'] {
	if (server === undefined) {
		return {type: 'all'};
	}

	return server === leaderless ? {type: 'leaderless'} : {type: 'led-by', server};
}
