import type {GroupKey, RaftGroup} from './raft-group.ts';
import type {Server} from './server.ts';

/** Groups by key. */
export type Groups = ReadonlyMap<GroupKey, RaftGroup> & {
	/** All of them as they are now, in no order; left out where `values` is as soon. */
	readonly copy?: () => readonly RaftGroup[];
};

/** Groups as they are now, whatever happens to them later. */
export function copyOf(groups: Groups): readonly RaftGroup[] {
	return groups.copy?.() ?? [...groups.values()];
}

/** The part of what is known that plans and moves are made from. */
export type ClusterPicture = {
	readonly servers: ReadonlyMap<string, Server>;
	readonly groups: Groups;
	/** Keys of replicated groups that nobody leads, with the epoch in ms since which it was seen. */
	readonly leaderless: ReadonlyMap<GroupKey, number>;
	/** Servers with JetStream whose inventory has not been seen: the picture is incomplete without them. */
	readonly missing: readonly string[];
	/** Another one after each change that plans by count depend on; undefined where nobody keeps track of that. */
	readonly planRevision?: number | undefined;
};
