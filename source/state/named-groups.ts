import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';
import {byName} from './by-name.ts';

/**
 * Groups as they lie in memory, and how their names are ordered. To go through 100,000 of them in the order of the names
 * would take several times longer: each would be somewhere else.
 */
export type NamedGroups = {
	readonly groups: readonly RaftGroup[];
	/** For each of them a number that is greater for a later name. */
	readonly places: Uint32Array;
};

/** Finds the order of the names of those groups that there are. */
export function nameGroups(
	keys: Iterable<GroupKey>,
	groupOf: (key: GroupKey) => RaftGroup | undefined,
): NamedGroups {
	return nameAll(Array.from(keys, groupOf).filter(group => group !== undefined));
}

/** The same of groups that are at hand. */
export function nameAll(groups: readonly RaftGroup[]): NamedGroups {
	const sorted = groups.toSorted(byName);
	return {groups: sorted, places: Uint32Array.from(sorted.keys())};
}
