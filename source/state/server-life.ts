import type {ServerLeaving} from '../domain/cluster-event.ts';
import {serversPlanAlike} from '../domain/plan/read-cluster.ts';
import {
	hasJetStream,
	neverMet,
	type Server,
	type ServerReport,
	type ServerState,
	type ServerTraffic,
} from '../domain/server.ts';
import {noRestart, type ServerRestart} from '../domain/server-restart.ts';
import type {Knowledge} from './knowledge.ts';
import {abandonLeaders, explainElections} from './leaders.ts';
import {measureTraffic} from './rates.ts';

/** Takes a server's report of itself in. */
export function meetServer(knowledge: Knowledge, report: ServerReport, at: number): void {
	const {servers, departures, inventoried} = knowledge;
	const known = servers.get(report.name);
	const isRestarted = known !== undefined && isLaterLife(report, known);
	const isStopped = !isRestarted && departures.get(report.name) === 'shutdown';
	if (known && (isEarlierLife(report, known) || isStopped)) {
		return;
	}

	if (isRestarted) {
		departures.delete(report.name);
		inventoried.delete(report.name);
	}

	if (report.state === 'lame-duck') {
		departures.set(report.name, 'lame-duck');
	}

	// A server in lame-duck mode does not return from it, but not every version reports that it is in it.
	const isLeaving = departures.get(report.name) === 'lame-duck' && report.state === 'online';
	const state = isLeaving ? 'lame-duck' : report.state;
	const isSameState = known?.state === state && !isRestarted;
	const traffic = trafficOf(knowledge, report, isRestarted ? undefined : known, at);
	const server: Server = {
		...report,
		state,
		stateSince: isSameState ? known.stateSince : at,
		stats: report.stats ?? (isRestarted ? undefined : known?.stats),
		messagesPerSecond: traffic && traffic.messagesIn + traffic.messagesOut,
		traffic,
		rejoinedAt: isRestarted || cameBack(known, state) ? at : known?.rejoinedAt,
	};
	enterServer(knowledge, server, at);
}

/** Reports of a life that ended can arrive late. */
function isEarlierLife({id, startedAt}: ServerReport, known: Server): boolean {
	return (
		id !== known.id &&
		startedAt !== undefined &&
		known.startedAt !== undefined &&
		startedAt < known.startedAt
	);
}

/** Whether a server has started again. One that never answered before may have run all the time. */
function isLaterLife(
	{id, startedAt = 0}: Pick<Server, 'id' | 'startedAt'>,
	before: Server,
): boolean {
	const isFirstSign = before.id === neverMet && before.state === 'silent';
	return isFirstSign
		? startedAt > before.stateSince
		: id !== before.id || (before.startedAt !== undefined && startedAt > before.startedAt);
}

function cameBack(known: Server | undefined, state: ServerState): boolean {
	const wasAway = known?.state === 'offline' || known?.state === 'recovering';
	return wasAway && hasJetStream[state];
}

/** Its traffic in and out, between two reports of the same process. */
function trafficOf(
	{serverReadings}: Knowledge,
	{name, stats}: ServerReport,
	known: Server | undefined,
	at: number,
): ServerTraffic | undefined {
	if (known && !stats) {
		return known.traffic;
	}

	const before = {readings: known && serverReadings.get(name), traffic: known?.traffic};
	const {readings, traffic} = measureTraffic(before, stats, at);
	if (readings) {
		serverReadings.set(name, readings);
	} else {
		serverReadings.delete(name);
	}

	return traffic;
}

/** A server's announcement holds for the rest of its life: it ends with a report of its next start. */
export function serverLeaving(
	knowledge: Knowledge,
	{at, server: name, how}: ServerLeaving,
): boolean {
	const server = knowledge.servers.get(name);
	if (!server || knowledge.departures.get(name) === 'shutdown') {
		return false;
	}

	knowledge.departures.set(name, how);
	changeState(knowledge, server, how === 'shutdown' ? 'offline' : 'lame-duck', at);
	return true;
}

/** Lets a known server go over to another state; without effect when it is in it already. */
export function changeState(
	knowledge: Knowledge,
	server: Server,
	state: ServerState,
	at: number,
): void {
	const isChanged = state !== server.state;
	enterServer(knowledge, isChanged ? {...server, state, stateSince: at} : server, at);
}

/** States in which a server leads no replicated group. A silent one may still lead: nothing is proven. */
const leadsNothing: Readonly<Record<ServerState, boolean>> = {
	online: false,
	'lame-duck': false,
	recovering: true,
	'no-jetstream': true,
	silent: false,
	offline: true,
};

/** Enters a server in its present state, with what follows from it for its groups, its inventory and the meta group. */
export function enterServer(knowledge: Knowledge, server: Server, at: number): void {
	const {servers, inventoried, metaLeaders} = knowledge;
	const {name} = server;
	const before = servers.get(name);
	servers.set(name, server);
	if (!before || !serversPlanAlike(before, server)) {
		knowledge.serversPlanRevision++;
	}

	if (before?.state !== server.state || before.rejoinedAt !== server.rejoinedAt) {
		explainElections(knowledge, name, at);
	}

	if (before) {
		noteRestart(knowledge, before, server, at);
	}

	if (!leadsNothing[server.state]) {
		return;
	}

	inventoried.delete(name);
	abandonLeaders(knowledge, name, at);
	for (const [cluster, {leader}] of metaLeaders) {
		if (leader === name) {
			metaLeaders.delete(cluster);
		}
	}
}

const isAway: Readonly<Record<ServerState, boolean>> = {
	online: false,
	'lame-duck': false,
	recovering: false,
	'no-jetstream': false,
	silent: true,
	offline: true,
};

/** Notes what follows for a server's restarts when it has gone from one state to another. */
function noteRestart({restarts}: Knowledge, before: Server, after: Server, at: number): void {
	const known = restarts.get(after.name);
	const restart = restartAfter(known ?? noRestart, before, after, at);
	if (restart) {
		restarts.set(after.name, restart);
	}
}

/** Undefined when nothing follows. */
function restartAfter(
	known: ServerRestart,
	before: Server,
	after: Server,
	at: number,
): ServerRestart | undefined {
	const upAt = hasJetStream[after.state] ? at : undefined;
	if (!isAway[before.state] && isAway[after.state]) {
		return {...known, goneAt: at, backAt: undefined, upAt: undefined};
	}

	if (isLaterLife(after, before)) {
		return {
			restarts: known.restarts + 1,
			// Its stop was not seen.
			goneAt: isAway[before.state] ? known.goneAt : undefined,
			backAt: at,
			upAt,
			previousVersion: before.version,
		};
	}

	if (isAway[before.state] && !isAway[after.state]) {
		return {...known, backAt: at, upAt};
	}

	return !hasJetStream[before.state] && upAt !== undefined ? {...known, upAt} : undefined;
}
