import {isPinned, type RaftGroup} from '../../source/domain/raft-group.ts';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import type {Stage} from './stage.ts';

/** One group and who shall lead it; undefined leaves that to the group. */
export type Handover = {readonly group: RaftGroup; readonly to: string | undefined};

/** The same for a cluster that nobody watches yet. */
export async function nextHandovers(stage: Stage, count: number): Promise<Handover[]> {
	const {cluster, store} = await stage.watch();
	await cluster.close();
	return handoversIn(store.view, count);
}

/**
 * Groups to move from each server to the next that has a replica, in turns, so that the distribution stays about as it is.
 * @throws RangeError when there are not as many
 */
export function handoversIn({servers, ledBy}: ClusterView, count: number): Handover[] {
	const names = [...servers.keys()].sort();
	const inTurns = names
		.flatMap((name, server) => {
			const movable = ledBy(name).filter(group => !isPinned(group));
			return movable.map((group, turn) => ({group, server, turn}));
		})
		.sort((a, b) => a.turn - b.turn)
		.slice(0, count)
		.map(({group, server}) => ({
			group,
			to: [...names.slice(server + 1), ...names].find(name => hasFollower(group, name)),
		}));
	if (inTurns.length < count) {
		throw new RangeError(`There are ${inTurns.length} groups to move, not ${count}`);
	}

	return inTurns;
}

function hasFollower({followers}: RaftGroup, name: string): boolean {
	return followers.some(({server}) => server === name);
}
