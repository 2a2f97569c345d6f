import type {ClusterView} from '../../state/cluster-view.ts';
import {listGroups, type GroupQuery, type ListedGroups} from './listed-groups.ts';
import type {ListGroups} from './scene.ts';

type Answer = {
	readonly view: ClusterView;
	readonly revision: number;
	/** Arrival of the newest event then, epoch in ms. */
	readonly at: number;
	readonly query: string;
	readonly listed: ListedGroups;
};

/**
 * Answers queries about groups, and the same query about the same revision of a view from memory.
 * A list of very many groups may be a second old: ordering 100,000 of them ten times a second would take half a core.
 */
export function rememberListing(): ListGroups {
	let last: Answer | undefined;
	return (view, query) => {
		const asked = spelled(query);
		if (!last || last.view !== view || last.query !== asked || isOutdated(last, view)) {
			const {revision, now: at} = view;
			last = {view, revision, at, query: asked, listed: listGroups(view, query)};
		}

		return last.listed;
	};
}

function isOutdated({revision, at, listed}: Answer, view: ClusterView): boolean {
	const lifeMs = listed.groups.length > many ? 1000 : 0;
	return revision !== view.revision && view.now - at >= lifeMs;
}

const many = 5000;

function spelled({cluster, server, filter, order}: GroupQuery): string {
	return JSON.stringify([cluster, server, filter, order.by, order.reversed]);
}
