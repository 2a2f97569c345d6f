import type {ClusterView} from '../../state/cluster-view.ts';
import {listGroups, type GroupQuery, type ListedGroups} from './listed-groups.ts';
import type {ListGroups} from './scene.ts';

/** Answers queries about groups, and the same query about the same revision of a view from memory. */
export function rememberListing(): ListGroups {
	let last: {view: ClusterView; revision: number; query: string; answer: ListedGroups} | undefined;
	return (view, query) => {
		const asked = spelled(query);
		if (last?.view !== view || last.revision !== view.revision || last.query !== asked) {
			last = {view, revision: view.revision, query: asked, answer: listGroups(view, query)};
		}

		return last.answer;
	};
}

function spelled({cluster, server, filter, order}: GroupQuery): string {
	return JSON.stringify([cluster, server, filter, order.by, order.reversed]);
}
