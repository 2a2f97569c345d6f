import {healthOf, type GroupHealth} from '../domain/group-health.ts';
import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';
import type {ClusterView} from './cluster-view.ts';
import {groupOrder, lagOf, type GroupOrder} from './group-order.ts';
import {selectGroups, type GroupQuery, type GroupSelection} from './group-selection.ts';
import {windowOf} from './window-of.ts';

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

/** The rows of one screen. Asked again while nothing changed it returns the same object. */
export function selectGroupRows(
	view: ClusterView,
	query: GroupQuery,
	window: GroupWindow,
): GroupRows {
	const selection = selectGroups(view, query);
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
	view: ClusterView,
	query: GroupQuery,
	{order, isReversed}: Pick<GroupWindow, 'order' | 'isReversed'>,
	key: GroupKey,
): number | undefined {
	const {matching} = selectGroups(view, query);
	const wanted = view.groups.get(key);
	if (!wanted || !matching.includes(wanted)) {
		return undefined;
	}

	const comesBefore = groupOrder(order, isReversed)(wanted);
	return matching.reduce((before, group) => before + (comesBefore(group) < 0 ? 1 : 0), 0);
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

function rowsOf({matching, total, pinned}: GroupSelection, window: GroupWindow): GroupRows {
	const {order, isReversed, offset, limit} = window;
	const rows = windowOf(matching, groupOrder(order, isReversed), offset, offset + limit).map(
		(group): GroupRow => ({group, health: healthOf(group), lag: lagOf(group)}),
	);
	return {rows, matching: matching.length, total, pinned};
}
