import {healthOf, type GroupHealth} from '../domain/group-health.ts';
import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';
import {finish, type Steps} from '../domain/steps.ts';
import {lagOf, rankGroups, type GroupOrdering} from './group-order.ts';
import type {GroupSelection} from './group-selection.ts';
import {indexesByName, NameOrderedGroups} from './name-ordered-groups.ts';
import {RankedGroups} from './ranked-groups.ts';
import {keepRanks, recallRanks} from './ranks.ts';

/** How a list is ordered and which part of it is on the screen. */
export type GroupWindow = GroupOrdering & {readonly offset: number; readonly limit: number};

export type GroupRow = {
	readonly group: RaftGroup;
	readonly health: GroupHealth;
	/** The farthest that any follower is behind, in log entries. */
	readonly lag: number;
};

export type GroupRows = Pick<GroupSelection, 'total' | 'pinned'> & {
	readonly rows: readonly GroupRow[];
	/** Groups that the filter lets through. */
	readonly matching: number;
};

/** The rows of one screen. Asked again it returns the same object. */
export function selectGroupRows(selection: GroupSelection, window: GroupWindow): GroupRows {
	const last = answers.get(selection);
	if (last && isSame(last.window, window)) {
		return last.rows;
	}

	const rows = rowsOf(selection, window);
	answers.set(selection, {window, rows});
	return rows;
}

/** Where a group stands in the list, from 0; undefined when the list does not show it. */
export function positionOf(
	selection: GroupSelection,
	ordering: GroupOrdering,
	key: GroupKey,
): number | undefined {
	const wanted = selection.matching.find(group => group.key === key);
	return wanted && inOrder(selection, ordering).placeOf(wanted);
}

/** The last answer for each selection: it goes when the selection does. */
const answers = new WeakMap<
	GroupSelection,
	{readonly window: GroupWindow; readonly rows: GroupRows}
>();

function isSame(a: GroupWindow, b: GroupWindow): boolean {
	return (
		a.order === b.order &&
		a.isReversed === b.isReversed &&
		a.offset === b.offset &&
		a.limit === b.limit
	);
}

function rowsOf(selection: GroupSelection, window: GroupWindow): GroupRows {
	const {matching, total, pinned} = selection;
	const {offset, limit} = window;
	const rows = inOrder(selection, window)
		.between(offset, offset + limit)
		.map(groupRow);
	return {rows, matching: matching.length, total, pinned};
}

/** What a row tells of a group besides itself. */
export function groupRow(group: RaftGroup): GroupRow {
	return {group, health: healthOf(group), lag: lagOf(group)};
}

type OrderedGroups = Pick<RankedGroups, 'between' | 'placeOf'>;

function inOrder(selection: GroupSelection, ordering: GroupOrdering): OrderedGroups {
	return finish(orderInSteps(selection, ordering));
}

/** Finds out, in steps, what any rows of the selection in this order need; where that is known, at once. */
export function* orderInSteps(
	selection: GroupSelection,
	{order, isReversed}: GroupOrdering,
): Steps<OrderedGroups> {
	const {matching: groups, places} = selection;
	if (order === 'name') {
		const indexes = byName.get(selection) ?? indexesByName(places);
		byName.set(selection, indexes);
		return new NameOrderedGroups({groups, places}, indexes, isReversed);
	}

	const ordering = {order, isReversed};
	let ranks = recallRanks(selection, ordering);
	if (!ranks) {
		ranks = yield* rankGroups(groups, ordering);
		keepRanks(selection, ordering, ranks);
	}

	return new RankedGroups({groups, places}, ranks);
}

/** As long as there is the selection. */
const byName = new WeakMap<GroupSelection, Uint32Array>();
