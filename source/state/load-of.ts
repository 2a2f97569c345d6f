import {loadsByServer, type ServerLoad} from '../domain/load-distribution.ts';
import {ageOf} from './age-of.ts';
import type {ClusterView} from './cluster-view.ts';

type Answer = {
	readonly revision: number;
	readonly at: number;
	readonly cluster: string;
	readonly countR1: boolean;
	readonly loads: ReadonlyMap<string, ServerLoad>;
};

/** The last answer for each view. */
const answers = new WeakMap<ClusterView, Answer>();

/** Going through more groups than this ten times a second would be felt: their load may be a second old. */
const many = 5000;

/** What the leaders of each server handle, as far as known now. */
export function loadOf(
	view: ClusterView,
	cluster: string,
	{countR1}: {readonly countR1: boolean},
): ReadonlyMap<string, ServerLoad> {
	const last = answers.get(view);
	if (last && last.cluster === cluster && last.countR1 === countR1 && isCurrent(last, view)) {
		return last.loads;
	}

	const {groupsRevision: revision, now: at} = view;
	const loads = loadsByServer(view.groups.values(), cluster, {countR1});
	answers.set(view, {revision, at, cluster, countR1, loads});
	return loads;
}

function isCurrent({revision, at}: Answer, view: ClusterView): boolean {
	const isYoung = view.groups.size > many && ageOf(at, view) < 1000;
	return revision === view.groupsRevision || isYoung;
}
