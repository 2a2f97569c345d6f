import {isLeaderless, isPinned, type GroupKey, type RaftGroup} from '../domain/raft-group.ts';
import type {ClusterView} from './cluster-view.ts';
import {groupFilter} from './group-filter.ts';
import {byName, inOrder, type GroupOrder} from './group-order.ts';

/** Groups in their order. */
export type GroupList = {
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

export type GroupQuery = {
	readonly cluster: string;
	/** A server's name, `leaderless`, or undefined for all groups of the cluster. */
	readonly server: string | undefined;
	readonly filter: string;
	readonly order: {readonly by: GroupOrder; readonly reversed: boolean};
};

/** Stands for the groups without a leader where a server could be selected. No server can be called this. */
export const leaderless = '\nleaderless';

export type ListGroups = (view: ClusterView, query: GroupQuery) => GroupList;

/** A list and what it was made from: another filter or order of the same groups begins there. */
type Made = {
	readonly view: ClusterView;
	readonly query: GroupQuery;
	readonly revision: number;
	/** The view's time when the groups were read, epoch in ms. */
	readonly at: number;
	/** When the list is old, as `performance.now()`. */
	readonly oldAt: number;
	/** Before the filter, by name. */
	readonly groups: readonly RaftGroup[];
	/** What passes the filter, by name. */
	readonly passing: readonly RaftGroup[];
	readonly list: GroupList;
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
export function groupLists(
	onChange: () => void = () => {},
	later: (work: () => void) => unknown = setImmediate,
): ListGroups {
	let last: Made | undefined;
	let isRenewing = false;

	function renew(view: ClusterView): void {
		isRenewing = true;
		later(() => {
			isRenewing = false;
			if (last?.view === view) {
				last = make(view, last.query, last);
				onChange();
			}
		});
	}

	return (view, query) => {
		if (last?.view !== view || !isSameScope(last.query, query)) {
			last = make(view, query);
			return last.list;
		}

		const isCurrent = last.revision === revisionOf(view, query);
		if (!isCurrent && last.groups.length <= many) {
			last = make(view, query, last);
		} else if (!isSameList(last.query, query)) {
			last = choose(last, query);
		}

		// In a recording time can go back.
		const isOld = view.now < last.at || performance.now() >= last.oldAt;
		if (!isCurrent && isOld && !isRenewing && last.groups.length > many) {
			renew(view);
		}

		return last.list;
	};
}

function isSameScope(a: GroupQuery, b: GroupQuery): boolean {
	return a.cluster === b.cluster && a.server === b.server;
}

function isSameList({filter, order}: GroupQuery, other: GroupQuery): boolean {
	const {by, reversed} = other.order;
	return filter === other.filter && order.by === by && order.reversed === reversed;
}

/** As long as it is the same, the same groups are listed in the same places. */
function revisionOf(view: ClusterView, {server}: GroupQuery): number {
	return server === undefined || server === leaderless
		? view.groupsRevision
		: view.ledRevision(server);
}

function make(view: ClusterView, query: GroupQuery, last?: Made): Made {
	const begunAt = performance.now();
	const groups = groupsOf(view, query);
	const passing = filtered(groups, query);
	const pinned = groups.filter(isPinned).length;
	const before = last && isSameList(last.query, query) ? last.list.all() : [];
	const list = listOf(view, passing, query, {total: groups.length, pinned}, before);
	const costMs = performance.now() - begunAt;
	const oldAt = begunAt + Math.min(mostOldMs, Math.max(leastOldMs, restFactor * costMs));
	const revision = revisionOf(view, query);
	return {view, query, revision, at: view.now, oldAt, groups, passing, list};
}

/** The same groups through another filter or in another order: as old as they are. */
function choose(made: Made, query: GroupQuery): Made {
	const passing = made.query.filter === query.filter ? made.passing : filtered(made.groups, query);
	return {...made, query, passing, list: listOf(made.view, passing, query, made.list)};
}

/** The groups before the filter, by name. */
function groupsOf(view: ClusterView, {cluster, server}: GroupQuery): readonly RaftGroup[] {
	if (server === undefined || server === leaderless) {
		const isAsked = server === undefined ? () => true : isLeaderless;
		return view.byName().filter(group => group.cluster === cluster && isAsked(group));
	}

	const led = view.ledBy(server).filter(group => group.cluster === cluster);
	return led.length > many
		? view.byName().filter(group => group.cluster === cluster && group.leader === server)
		: led.sort(byName);
}

function filtered(groups: readonly RaftGroup[], {filter}: GroupQuery): readonly RaftGroup[] {
	const passes = groupFilter(filter);
	return passes ? groups.filter(passes) : groups;
}

function listOf(
	view: ClusterView,
	passing: readonly RaftGroup[],
	{order}: GroupQuery,
	{total, pinned}: Pick<GroupList, 'total' | 'pinned'>,
	before: readonly RaftGroup[] = [],
): GroupList {
	const groups = inOrder(passing, order.by, order.reversed, before);
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
