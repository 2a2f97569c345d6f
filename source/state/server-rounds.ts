import type {ServersReported} from '../domain/cluster-event.ts';
import {isMetaPeer} from '../domain/meta-group.ts';
import {answers, neverMet, type Server} from '../domain/server.ts';
import {dropDoubted} from './inventory.ts';
import type {Knowledge} from './knowledge.ts';
import {sampleTrends} from './samples.ts';
import {changeState, enterServer, meetServer} from './server-life.ts';

/** Takes in one round of questions to the servers: who answered, who did not, and whom the meta leader misses. */
export function serversReported(knowledge: Knowledge, event: ServersReported): boolean {
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
		if (!server) {
			enterNeverMet(
				knowledge,
				{name, cluster: clusterOf(knowledge, name), state: 'silent'},
				event.at,
			);
		} else if (server.state !== 'offline') {
			changeState(knowledge, server, 'silent', event.at);
		}
	}

	takeReplicaSets(knowledge, event);
	dropDoubted(knowledge.ledger, event.at);
	forgetServers(knowledge, event);
	sampleTrends(knowledge);
	return true;
}

function takeAsOffline(
	knowledge: Knowledge,
	{name, cluster}: {readonly name: string; readonly cluster: string},
	at: number,
): void {
	const known = knowledge.servers.get(name);
	if (known) {
		changeState(knowledge, known, 'offline', at);
	} else {
		enterNeverMet(knowledge, {name, cluster, state: 'offline'}, at);
	}
}

/**
 * For a server that has never answered and is no peer of the meta group the replica sets decide: offline if a leader
 * flags it, else not responding; forgotten once no replica set has it.
 */
function takeReplicaSets(knowledge: Knowledge, {at, silent, offline}: ServersReported): void {
	const {servers, unheard} = knowledge;
	const reported = new Set([...silent, ...offline.map(({name}) => name)]);
	const neverHeard = [...servers.values()].filter(isUnheard).map(({name}) => name);
	const names = new Set([...unheard, ...neverHeard]);
	unheard.clear();
	for (const name of names) {
		const server = servers.get(name);
		if (reported.has(name) || !isUnheard(server)) {
			continue;
		}

		const named = namedIn(knowledge, name);
		if (!named) {
			knowledge.serversPlanRevision += servers.delete(name) ? 1 : 0;
		} else if (server) {
			changeState(knowledge, server, named.state, at);
		} else {
			enterNeverMet(knowledge, {name, ...named}, at);
		}
	}
}

function isUnheard(server: Server | undefined): boolean {
	return server === undefined || (server.id === neverMet && !answers[server.state]);
}

/** The server as the first replica set that has it describes it. */
function namedIn(
	{ledger}: Knowledge,
	name: string,
): {readonly cluster: string; readonly state: 'silent' | 'offline'} | undefined {
	for (const {cluster, leader, followers} of ledger.groups.values()) {
		const follower = followers.find(({server}) => server === name);
		if (follower || leader === name) {
			return {cluster, state: follower?.online === false ? 'offline' : 'silent'};
		}
	}

	return undefined;
}

/** The cluster of a server that never reported it: that of its replica sets, or of the meta leader that has it as a peer. */
function clusterOf(knowledge: Knowledge, name: string): string {
	const {servers, metaGroups} = knowledge;
	const leader = [...metaGroups.values()].find(group => isMetaPeer(group, name))?.leader;
	return namedIn(knowledge, name)?.cluster ?? servers.get(leader ?? '')?.cluster ?? '';
}

/** Enters a peer that was gone before the watch began: a name, or its id in Raft groups, is all that is left of it. */
function enterNeverMet(
	knowledge: Knowledge,
	peer: Pick<Server, 'name' | 'cluster'> & {readonly state: 'silent' | 'offline'},
	at: number,
): void {
	const others = [...knowledge.servers.values()];
	const server: Server = {
		...peer,
		id: neverMet,
		domain: others.find(({id, cluster}) => id !== neverMet && cluster === peer.cluster)?.domain,
		version: '',
		tags: [],
		startedAt: undefined,
		stateSince: at,
		stats: undefined,
		messagesPerSecond: undefined,
		traffic: undefined,
		rejoinedAt: undefined,
	};
	enterServer(knowledge, server, at);
}

/** How long a server may be away before it is taken as removed for good. */
const patienceMs = 3_600_000;

/** Forgets servers that are gone for an hour, no peer of the meta group and lead nothing. */
function forgetServers(knowledge: Knowledge, {at, offline}: ServersReported): void {
	const {servers, serverReadings, departures, trends, restarts, lags} = knowledge;
	const {inventoried, inventoryAskedAt, ledger} = knowledge;
	const peers = new Set(offline.map(({name}) => name));
	const kept = [servers, serverReadings, departures, trends, restarts, lags];
	for (const {name, state, stateSince} of servers.values()) {
		const isGone = !answers[state] && at - stateSince > patienceMs;
		if (isGone && !peers.has(name) && !ledger.census.leaders.has(name)) {
			knowledge.serversPlanRevision++;
			for (const byName of [...kept, inventoried, inventoryAskedAt]) {
				byName.delete(name);
			}
		}
	}
}
