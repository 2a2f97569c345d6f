import type {ServersReported} from '../../domain/cluster-event.ts';
import {neverMet, type Server} from '../../domain/server.ts';
import type {Knowledge, Reducer} from '../knowledge.ts';
import {leadersOf} from '../leaders-of.ts';
import {dropDoubted} from './drop-doubted.ts';
import {changeState, enterServer} from './enter-server.ts';
import {forgetServers} from './forget-servers.ts';
import {meetServer} from './meet-server.ts';

const keptSamples = 120;

/** Takes in one round of looks at the servers: who answered, who did not, and whom the meta leader misses. */
export const serversReported: Reducer<ServersReported> = (knowledge, event) => {
	for (const report of event.servers) {
		meetServer(knowledge, report, event.at);
	}

	const answered = new Set(event.servers.map(({name}) => name));
	for (const peer of event.offline) {
		if (!answered.has(peer.name)) {
			takeAsOffline(knowledge, peer, event.at);
		}
	}

	for (const name of event.silent) {
		const server = knowledge.servers.get(name);
		if (server && server.state !== 'offline') {
			changeState(knowledge, server, 'silent', event.at);
		}
	}

	dropDoubted(knowledge.ledger, event.at);
	forgetServers(knowledge, event);
	sampleTrends(knowledge);
	return true;
};

function takeAsOffline(
	knowledge: Knowledge,
	{name, cluster}: {readonly name: string; readonly cluster: string},
	at: number,
): void {
	const known = knowledge.servers.get(name);
	if (known) {
		changeState(knowledge, known, 'offline', at);
	} else {
		enterServer(knowledge, neverSeen(name, cluster, at), at);
	}
}

/** A peer that was gone before the watch began: a name is all that is left of it. */
function neverSeen(name: string, cluster: string, at: number): Server {
	return {
		name,
		id: neverMet,
		cluster,
		domain: undefined,
		version: '',
		tags: [],
		startedAt: undefined,
		state: 'offline',
		stateSince: at,
		stats: undefined,
		messagesPerSecond: undefined,
		traffic: undefined,
		rejoinedAt: undefined,
	};
}

function sampleTrends({servers, trends, ledger}: Knowledge): void {
	for (const name of servers.keys()) {
		const leaders = leadersOf(ledger.census.counts.get(name));
		// Another list each time: who compares it with the one from before sees that it has changed.
		trends.set(name, [...(trends.get(name) ?? []), leaders].slice(-keptSamples));
	}
}
