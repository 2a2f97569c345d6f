import type {Cluster, ClusterOrigin} from '../cluster.ts';
import type {SeenAs} from '../domain/baseline.ts';
import {cleanText} from '../domain/clean-text.ts';
import type {ClusterView} from '../state/cluster-view.ts';

type Seen = Pick<ClusterView, 'connection' | 'rejected'>;

/** Why there is nothing to show, in one line. */
export function whyUnseen({connection, rejected}: Seen): string {
	const last = rejected.at(-1);
	return (
		whyLost(connection) ??
		(last
			? `no server responded; ${cleanText(last.subject, 300)}: ${cleanText(last.reason, 300)}`
			: 'no server responded')
	);
}

/** Servers whose leaders are not known: without an inventory yet, or not responding. */
export function unseenServers({missing, servers}: ClusterView): readonly string[] {
	const silent = [...servers.values()].filter(({state}) => state === 'silent');
	return [...new Set([...missing, ...silent.map(({name}) => name)])];
}

/** Since when there is no connection, where it was tried last and what came of it; undefined while there is one. */
export function whyLost({state, at, detail}: Seen['connection']): string | undefined {
	// A view without any connection event, as of a recording that was cut off, has lost none.
	if (state === 'connected' || (at === 0 && detail === undefined)) {
		return undefined;
	}

	const since = at === 0 ? '' : ` since ${new Date(at).toISOString()}`;
	return `no connection${since}${detail === undefined ? '' : `: ${cleanText(detail, 500)}`}`;
}

/** What a cluster is seen as, now or when it was recorded. */
export function seenAs(origin: ClusterOrigin): 'system' | 'account' | 'simulated' {
	return origin.type === 'simulated' ? 'simulated' : origin.mode;
}

/** Name of the one account that is seen; undefined where all are. */
export function accountSeen(origin: ClusterOrigin): string | undefined {
	return origin.type !== 'simulated' && origin.mode === 'account' ? origin.account : undefined;
}

/** Name of the connection's account, where that is not the system account but imports its services. */
export function importingAccount(origin: ClusterOrigin): string | undefined {
	return origin.type === 'nats' ? origin.importingAccount : undefined;
}

/** Whether groups of all accounts and the meta group are in sight: of an account alone they are not. */
export function seesAll({origin}: Pick<Cluster, 'origin'>): boolean {
	return seenAs(origin) !== 'account';
}

/** Whose leaders are counted here. */
export function baselineSeen(origin: Cluster['origin']): SeenAs {
	return {account: accountSeen(origin), simulated: seenAs(origin) === 'simulated'};
}
