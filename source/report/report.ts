import type {ClusterSummary} from '../domain/cluster-summary.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

/** One look at everything that a connection can see. */
export type Report = {
	/** Epoch in ms. */
	readonly at: number;
	/** What the connection may see: every account, or its own. */
	readonly mode: 'system' | 'account';
	/** Name of the one account that is seen. */
	readonly account?: string | undefined;
	/** Servers whose inventory is not in it. */
	readonly missing: readonly string[];
	readonly clusters: readonly ClusterSummary[];
	/** Present when the groups were asked for. */
	readonly groups: readonly RaftGroup[] | undefined;
	/** Where the figures come from, when it is not a real cluster. */
	readonly simulated: boolean;
};
