import type {Baseline} from '../domain/baseline.ts';
import type {ClusterSummary} from '../domain/cluster-summary.ts';
import type {OfflineAsset} from '../domain/offline-asset.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

/** One look at everything that a connection can see. */
export type Report = {
	/** Epoch in ms. */
	readonly at: number;
	/** What the connection may see: every account, or its own. */
	readonly mode: 'system' | 'account';
	/** Name of the one account that is seen. */
	readonly account?: string | undefined;
	/** Name of the connection's account, where that is not the system account but imports its services. */
	readonly importingAccount?: string | undefined;
	/** Servers whose inventory is not in it. */
	readonly missing: readonly string[];
	/** Replies that could not be read: their content is missing in it. */
	readonly unreadable: UnreadableReplies;
	readonly clusters: readonly ClusterSummary[];
	/** Streams and consumers that exist and that no server runs. */
	readonly offlineAssets: readonly OfflineAsset[];
	/** Present when the groups were asked for. */
	readonly groups: readonly RaftGroup[] | undefined;
	/** Where the figures come from, when it is not a real cluster. */
	readonly simulated: boolean;
	/** What the leaders are compared with. */
	readonly against?: Baseline | undefined;
	/** It was seen at another time: `at` says when. */
	readonly recorded?: boolean;
};

export type UnreadableReplies = {
	readonly count: number;
	/** The last of them, bounded. */
	readonly last: readonly {readonly subject: string; readonly reason: string}[];
};

/** Whether everything that was asked for is in it. */
export function isWhole({missing, unreadable}: Pick<Report, 'missing' | 'unreadable'>): boolean {
	return missing.length === 0 && unreadable.count === 0;
}
