import {isPinned} from '../domain/group-health.ts';
import {noLeaders} from '../domain/distribution.ts';
import {ageOf} from './age-of.ts';
import type {ClusterView} from './cluster-view.ts';

/** How many replicated groups of each account, by its name, a server leads. Of very many groups the answer may be a second old. */
export function accountsLedBy(view: ClusterView, server: string): ReadonlyMap<string, number> {
	const last = answers.get(view);
	if (last?.server === server && !isOutdated(last, view)) {
		return last.counts;
	}

	const counts = count(view, server);
	answers.set(view, {server, revision: view.ledRevision(server), at: view.now, counts});
	return counts;
}

type Answer = {
	readonly server: string;
	/** Of the groups that it leads. */
	readonly revision: number;
	/** Arrival of the newest event then, epoch in ms. */
	readonly at: number;
	readonly counts: ReadonlyMap<string, number>;
};

/** The last answer for each view: each picture asks the same. */
const answers = new WeakMap<ClusterView, Answer>();

const many = 500;
const oldMs = 1000;

function isOutdated({server, revision, at}: Answer, view: ClusterView): boolean {
	const {streams, consumers, r1} = view.counts.get(server) ?? noLeaders;
	const isDear = streams + consumers + r1 > many;
	return revision !== view.ledRevision(server) && !(isDear && ageOf(at, view) < oldMs);
}

function count({ledBy}: ClusterView, server: string): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const group of ledBy(server)) {
		if (!isPinned(group)) {
			counts.set(group.account, (counts.get(group.account) ?? 0) + 1);
		}
	}

	return counts;
}
