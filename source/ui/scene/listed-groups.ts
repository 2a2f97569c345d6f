import {isPinned} from '../../domain/group-health.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import type {Ordered} from '../screen-state.ts';
import {groupFilter} from './group-filter.ts';
import {orderGroups, type GroupOrder} from './group-order.ts';

/** Which groups a list shows. */
export type GroupQuery = {
	readonly cluster: string;
	/** A server's name, `leaderless`, or undefined for the whole cluster. */
	readonly server: string | undefined;
	readonly filter: string;
	readonly order: Ordered<GroupOrder>;
};

export type ListedGroups = {
	/** In the order shown. */
	readonly groups: readonly RaftGroup[];
	/** Before the filter: replicated groups, and those with one replica, which cannot move. */
	readonly total: number;
	readonly pinned: number;
};

/** Stands for the groups that nobody leads. No server can be called this. */
export const leaderless = '\nleaderless';

/** Answers a query from what is known now. */
export function listGroups(view: ClusterView, query: GroupQuery): ListedGroups {
	const all = groupsOf(view, query);
	const passes = groupFilter(query.filter);
	const groups = orderGroups(passes ? all.filter(passes) : all, query.order);
	const pinned = all.reduce((sum, group) => sum + (isPinned(group) ? 1 : 0), 0);
	return {groups, total: all.length - pinned, pinned};
}

function groupsOf(view: ClusterView, {cluster, server}: GroupQuery): readonly RaftGroup[] {
	if (server === undefined) {
		return [...view.groups.values()].filter(group => group.cluster === cluster);
	}

	const keys = server === leaderless ? view.leaderless.keys() : view.ledBy(server);
	const groups: RaftGroup[] = [];
	for (const key of keys) {
		const group = view.groups.get(key);
		if (group?.cluster === cluster) {
			groups.push(group);
		}
	}

	return groups;
}
