import type {ServersReported} from '../../domain/cluster-event.ts';
import {answers} from '../../domain/server.ts';
import type {Knowledge} from '../knowledge.ts';

/** How long a server may be away from everybody's sight before it is taken as removed for good. */
const patienceMs = 3_600_000;

/** Forgets servers that nobody counts on any more: gone for an hour, no peer of the meta group, leading nothing. */
export function forgetServers(knowledge: Knowledge, {at, offline}: ServersReported): void {
	const peers = new Set(offline.map(({name}) => name));
	for (const {name, state, stateSince} of knowledge.servers.values()) {
		if (
			!answers[state] &&
			at - stateSince > patienceMs &&
			!peers.has(name) &&
			!knowledge.ledger.census.counts.has(name)
		) {
			knowledge.serversPlanRevision++;
			for (const memory of [
				knowledge.servers,
				knowledge.serverReadings,
				knowledge.departures,
				knowledge.trends,
				knowledge.looked,
				knowledge.lookedAt,
				knowledge.restarts,
				knowledge.lags,
			]) {
				memory.delete(name);
			}
		}
	}
}
