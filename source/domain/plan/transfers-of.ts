import type {RaftGroup} from '../raft-group.ts';
import {visit, type Steps} from '../steps.ts';
import type {ClusterReading} from './read-cluster.ts';

/** One group that changes its leader; servers are numbers. */
export type Transfer = {
	readonly group: RaftGroup;
	readonly from: number;
	readonly to: number;
};

/** Groups that are gone through in one step. */
const groupsPerStep = 5000;

/** The groups that a placement moves. Within a class any would do. */
export function* transfersOf(
	{movable, classOf, classes}: ClusterReading,
	placed: Int32Array,
): Steps<Transfer[]> {
	const leaving = new Map<number, RaftGroup[]>();
	for (const [index, size] of classes.sizes.entries()) {
		if ((placed[classes.firstSlots[index] ?? 0] ?? 0) < size) {
			leaving.set(index, []);
		}
	}

	yield* visit(movable, groupsPerStep, (group, index) => {
		leaving.get(classOf[index] ?? 0)?.push(group);
	});

	const transfers: Transfer[] = [];
	for (const [index, groups] of leaving) {
		const home = classes.firstSlots[index] ?? 0;
		const from = classes.slotServers[home] ?? 0;
		const total = groups.length - (placed[home] ?? 0);
		let taken = 0;
		for (let slot = home + 1; slot < (classes.firstSlots[index + 1] ?? 0); slot++) {
			const to = classes.slotServers[slot] ?? 0;
			for (const end = taken + (placed[slot] ?? 0); taken < end; taken++) {
				// Spread over the whole list, so that every account gives its share.
				const group = groups[Math.floor((taken * groups.length) / total)];
				if (group) {
					transfers.push({group, from, to});
				}
			}
		}
	}

	return transfers;
}
