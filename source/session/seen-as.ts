import type {ClusterOrigin} from '../cluster.ts';

/** What a cluster is seen as, now or when it was recorded. */
export function seenAs(origin: ClusterOrigin): 'system' | 'account' | 'simulated' {
	return origin.type === 'simulated' ? 'simulated' : origin.mode;
}

/** Name of the one account that is seen; undefined where all are. */
export function accountSeen(origin: ClusterOrigin): string | undefined {
	return origin.type !== 'simulated' && origin.mode === 'account' ? origin.account : undefined;
}
