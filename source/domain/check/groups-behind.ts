import {healthOf} from '../fitness.ts';
import {groupName, type RaftGroup} from '../raft-group.ts';

/** Groups with a leader that could stand its loss less well than they should. */
export type GroupsBehind = {
	/** A follower is behind or not heard, another one could take over. */
	readonly lagging: number;
	/** No follower could take over. */
	readonly stranded: number;
	/** Some of them by name, the stranded ones first. */
	readonly examples: readonly string[];
};

const namedGroups = 3;

/** One pass over the groups, which are those of one cluster. */
export function groupsBehind(groups: Iterable<RaftGroup>): GroupsBehind {
	let lagging = 0;
	let stranded = 0;
	const examples: {readonly lagging: string[]; readonly stranded: string[]} = {
		lagging: [],
		stranded: [],
	};
	for (const group of groups) {
		const health = healthOf(group);
		const kind =
			health === 'no-healthy-follower'
				? 'stranded'
				: health === 'lagging' || health === 'offline-follower'
					? 'lagging'
					: undefined;
		if (kind === undefined) {
			continue;
		}

		lagging += kind === 'lagging' ? 1 : 0;
		stranded += kind === 'stranded' ? 1 : 0;
		if (examples[kind].length < namedGroups) {
			examples[kind].push(groupName(group));
		}
	}

	return {
		lagging,
		stranded,
		examples: [...examples.stranded, ...examples.lagging].slice(0, namedGroups),
	};
}
