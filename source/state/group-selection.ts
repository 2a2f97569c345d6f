import {isPinned} from '../domain/group-health.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import {finish, visit, type Steps} from '../domain/steps.ts';
import type {ClusterView} from './cluster-view.ts';
import type {NamedGroups} from './named-groups.ts';
import {groupFilter, type GroupFilter} from './group-filter.ts';
import {handDownRanks} from './ranks.ts';

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

/** The groups that a query is about. */
export type GroupSelection = {
	/** In no order. */
	readonly matching: readonly RaftGroup[];
	/** For each of them a number that is greater for a later name. */
	readonly places: Uint32Array;
	/** Groups before the filter. */
	readonly total: number;
	/** Of these, the ones with one replica. */
	readonly pinned: number;
};

/** Answers a query from what is known now. Asked again while none of these groups changed it returns the same object. */
export function selectGroups(view: ClusterView, query: GroupQuery): GroupSelection {
	const last = answers.get(view);
	const revision = scopeRevision(view, query.of);
	if (last && last.revision === revision && isSame(last.query, query)) {
		return last.selection;
	}

	const passes = last?.query.filter === query.filter ? last.passes : groupFilter(query.filter);
	const selection = finish(select(view, query, passes));
	answers.set(view, {revision, query, passes, selection});
	return selection;
}

/** Looks through an answer, as old as it is, for what a narrower filter lets through. */
export function narrowGroups(within: GroupSelection, filter: string): GroupSelection {
	const passes = groupFilter(filter);
	if (!passes) {
		return within;
	}

	const {matching: groups, places} = within;
	const passing = new Uint32Array(groups.length);
	let matching = 0;
	for (let index = 0; index < groups.length; index++) {
		const group = groups[index];
		if (group && passes(group)) {
			passing[matching++] = index;
		}
	}

	const indexes = passing.subarray(0, matching);
	const narrowed = {...within, ...chosen({groups, places}, indexes)};
	handDownRanks(within, narrowed, indexes);
	return narrowed;
}

/** As long as it is the same, so are the groups of a scope. */
export function scopeRevision(view: ClusterView, of: GroupScope): number {
	return of.type === 'led-by' ? view.ledRevision(of.server) : view.groupsRevision;
}

/** The same in steps, for the view as it is when all names are in order; it is not remembered. */
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
	if (of.type === 'all') {
		yield* view.nameInSteps();
	}

	const named = groupsOf(view, of);
	const passing = new Uint32Array(named.groups.length);
	let matching = 0;
	let total = 0;
	let pinned = 0;
	yield* visit(named.groups, groupsPerStep, (group, index) => {
		if (cluster === undefined || group.cluster === cluster) {
			total++;
			pinned += isPinned(group) ? 1 : 0;
			if (!passes || passes(group)) {
				passing[matching++] = index;
			}
		}
	});

	return {...chosen(named, passing.subarray(0, matching)), total, pinned};
}

/** In lists that are as long as they have to be: one that grows leaves several times its own room behind. */
function chosen(
	{groups, places}: NamedGroups,
	indexes: Uint32Array,
): Pick<GroupSelection, 'matching' | 'places'> {
	if (indexes.length === groups.length) {
		return {matching: groups, places};
	}

	const matching = groups.slice(0, indexes.length);
	for (let place = 0; place < indexes.length; place++) {
		const group = groups[indexes[place] ?? 0];
		if (group) {
			matching[place] = group;
		}
	}

	return {matching, places: indexes.map(index => places[index] ?? 0)};
}

function groupsOf(view: ClusterView, of: GroupScope): NamedGroups {
	if (of.type === 'led-by') {
		return view.namedLedBy(of.server);
	}

	return of.type === 'all' ? view.named() : view.named(view.leaderless.keys());
}
