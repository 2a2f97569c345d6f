import {isPinned} from '../domain/group-health.ts';
import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';
import {finish, visit, type Steps} from '../domain/steps.ts';
import type {ClusterView} from './cluster-view.ts';
import {groupFilter, type GroupFilter} from './group-filter.ts';

/** Which groups a list shows. */
export type GroupQuery = {
	/** Undefined: every cluster's. */
	readonly cluster?: string | undefined;
	readonly of: GroupScope;
	/** As `groupFilter` reads it; empty lets everything through. */
	readonly filter: string;
};

export type GroupScope =
	| {readonly type: 'all'}
	| {readonly type: 'led-by'; readonly server: string}
	| {readonly type: 'leaderless'};

/** The groups that a query is about, in no order. */
export type GroupSelection = {
	readonly matching: readonly RaftGroup[];
	/** Groups before the filter. */
	readonly total: number;
	/** Of these, the ones with one replica. */
	readonly pinned: number;
};

/**
 * Answers a query from what is known now. Asked again while nothing changed it returns the same object.
 * @param within an answer to the same query with a wider filter, to look through instead of all groups
 */
export function selectGroups(
	view: ClusterView,
	query: GroupQuery,
	within?: GroupSelection,
): GroupSelection {
	const last = answers.get(view);
	if (last && last.revision === view.revision && isSame(last.query, query)) {
		return last.selection;
	}

	const passes = last?.query.filter === query.filter ? last.passes : groupFilter(query.filter);
	const selection =
		within && passes
			? {...within, matching: within.matching.filter(passes)}
			: finish(select(view, query, passes));
	answers.set(view, {revision: view.revision, query, passes, selection});
	return selection;
}

/** The same in steps, for the view as it is at the first of them; it is not remembered. */
export function selectInSteps(view: ClusterView, query: GroupQuery): Steps<GroupSelection> {
	return select(view, query, groupFilter(query.filter));
}

type Answer = {
	readonly revision: number;
	readonly query: GroupQuery;
	readonly passes: GroupFilter | undefined;
	readonly selection: GroupSelection;
};

/** The last answer for each view: a screen asks the same thing many times. */
const answers = new WeakMap<ClusterView, Answer>();

function isSame(a: GroupQuery, b: GroupQuery): boolean {
	return a.cluster === b.cluster && a.filter === b.filter && scopeName(a.of) === scopeName(b.of);
}

function scopeName(scope: GroupScope): string {
	return scope.type === 'led-by' ? `led-by ${scope.server}` : scope.type;
}

/** Groups that are looked at in one step. */
const groupsPerStep = 2000;

function* select(
	view: ClusterView,
	{cluster, of}: GroupQuery,
	passes: GroupFilter | undefined,
): Steps<GroupSelection> {
	const matching: RaftGroup[] = [];
	let total = 0;
	let pinned = 0;
	yield* visit(groupsOf(view, of), groupsPerStep, group => {
		if (cluster === undefined || group.cluster === cluster) {
			total++;
			pinned += isPinned(group) ? 1 : 0;
			if (!passes || passes(group)) {
				matching.push(group);
			}
		}
	});

	return {matching, total, pinned};
}

function groupsOf(view: ClusterView, of: GroupScope): readonly RaftGroup[] {
	if (of.type === 'all') {
		return [...view.groups.values()];
	}

	return known(view, of.type === 'led-by' ? view.ledBy(of.server) : view.leaderless.keys());
}

function known({groups}: ClusterView, keys: Iterable<GroupKey>): RaftGroup[] {
	const found: RaftGroup[] = [];
	for (const key of keys) {
		const group = groups.get(key);
		if (group) {
			found.push(group);
		}
	}

	return found;
}
