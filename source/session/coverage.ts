import {cleanText} from '../domain/clean-text.ts';
import type {ClusterView} from '../state/cluster-view.ts';

type Seen = Pick<ClusterView, 'connection' | 'rejected'>;

/** Why there is nothing to show, in one line. */
export function whyUnseen({connection, rejected}: Seen): string {
	const last = rejected.at(-1);
	return (
		whyLost(connection) ??
		(last
			? `no server answered; ${cleanText(last.subject, 300)}: ${cleanText(last.reason, 300)}`
			: 'no server answered')
	);
}

/** Servers whose leaders are not known: those that have not told yet, and those that do not respond. */
export function unseenServers({missing, servers}: ClusterView): readonly string[] {
	const silent = [...servers.values()].filter(({state}) => state === 'silent');
	return [...new Set([...missing, ...silent.map(({name}) => name)])];
}

/** Since when there is no connection, where it was tried last and what came of it; undefined while there is one. */
export function whyLost({state, at, detail}: Seen['connection']): string | undefined {
	// A view that was never told of a connection, as of a recording that was cut off, has lost none.
	if (state === 'connected' || (at === 0 && detail === undefined)) {
		return undefined;
	}

	const since = at === 0 ? '' : ` since ${new Date(at).toISOString()}`;
	return `no connection${since}${detail === undefined ? '' : `: ${cleanText(detail, 500)}`}`;
}
