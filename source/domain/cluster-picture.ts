import type {GroupKey, RaftGroup} from './raft-group.ts';
import type {Server} from './server.ts';

/** The part of what is known that plans and moves are made from. */
export type ClusterPicture = {
	readonly servers: ReadonlyMap<string, Server>;
	readonly groups: ReadonlyMap<GroupKey, RaftGroup>;
	/** Keys of replicated groups that nobody leads, with the epoch in ms since which it was seen. */
	readonly leaderless: ReadonlyMap<GroupKey, number>;
	/** Servers with JetStream whose inventory has not been seen: the picture is incomplete without them. */
	readonly missing: readonly string[];
	/** Another one after each change that plans by count depend on; undefined where nobody keeps track of that. */
	readonly planRevision?: number | undefined;
};
