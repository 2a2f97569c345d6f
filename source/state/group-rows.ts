import {healthOf, type GroupHealth} from '../domain/group-health.ts';
import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';
import {finish, type Steps} from '../domain/steps.ts';
import {lagOf, rankGroups, type GroupOrder} from './group-order.ts';
import type {GroupSelection} from './group-selection.ts';
import {RankedGroups} from './ranked-groups.ts';

/** How a list is ordered and which part of it is on the screen. */
export type GroupWindow = {
	readonly order: GroupOrder;
	readonly isReversed: boolean;
	readonly offset: number;
	readonly limit: number;
};

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
	window: Pick<GroupWindow, 'order' | 'isReversed'>,
	key: GroupKey,
): number | undefined {
	const wanted = selection.matching.find(group => group.key === key);
	return wanted && rankedGroups(selection, window).placeOf(wanted);
}

/** The last answer for each selection, and its groups in the last order: they go when the selection does. */
const answers = new WeakMap<
	GroupSelection,
	{readonly window: GroupWindow; readonly rows: GroupRows}
>();
const rankings = new WeakMap<GroupSelection, Ranked>();

type Ordering = Pick<GroupWindow, 'order' | 'isReversed'>;
type Ranked = Ordering & {readonly groups: RankedGroups};

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
	const rows = rankedGroups(selection, window)
		.between(offset, offset + limit)
		.map((group): GroupRow => ({group, health: healthOf(group), lag: lagOf(group)}));
	return {rows, matching: matching.length, total, pinned};
}

function rankedGroups(selection: GroupSelection, ordering: Ordering): RankedGroups {
	const last = rankings.get(selection);
	return last?.order === ordering.order && last.isReversed === ordering.isReversed
		? last.groups
		: finish(rankInSteps(selection, ordering));
}

/** Finds out beforehand, in steps, what any rows of the selection in this order need. */
export function* rankInSteps(
	selection: GroupSelection,
	{order, isReversed}: Ordering,
): Steps<RankedGroups> {
	const {matching, places} = selection;
	const ranks = yield* rankGroups({groups: matching, places}, order, isReversed);
	const groups = new RankedGroups({groups: matching, places}, ranks);
	rankings.set(selection, {order, isReversed, groups});
	return groups;
}
