import type {GroupKey, RaftGroup} from './raft-group.ts';
import type {Server} from './server.ts';

/** The part of what is known that plans and moves are made from. */
export type ClusterPicture = {
	readonly servers: ReadonlyMap<string, Server>;
	readonly groups: ReadonlyMap<GroupKey, RaftGroup>;
	/** Replicated groups without a leader, by key, and since when (epoch in ms). */
	readonly leaderless: ReadonlyMap<GroupKey, number>;
	/** Servers with JetStream whose inventory has not been seen: the picture is incomplete without them. */
	readonly missing: readonly string[];
	/** Changes with everything that plans by count depend on; undefined where that is not tracked. */
	readonly planRevision?: number | undefined;
};
