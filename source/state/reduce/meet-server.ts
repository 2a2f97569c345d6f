import {
	hasJetStream,
	type Server,
	type ServerReport,
	type ServerState,
	type ServerTraffic,
} from '../../domain/server.ts';
import type {Knowledge} from '../knowledge.ts';
import {measureTraffic} from '../measure-traffic.ts';
import {isLaterLife} from '../note-restart.ts';
import {enterServer} from './enter-server.ts';

/** Takes a server's report of itself in. */
export function meetServer(knowledge: Knowledge, report: ServerReport, at: number): void {
	const {servers, departures, looked} = knowledge;
	const known = servers.get(report.name);
	const restarted = known !== undefined && isLaterLife(report, known);
	if (known && (isEarlierLife(report, known) || (!restarted && isStopped(knowledge, report)))) {
		return;
	}

	if (restarted) {
		departures.delete(report.name);
		looked.delete(report.name);
	}

	if (report.state === 'lame-duck') {
		departures.set(report.name, 'lame-duck');
	}

	const state = stateOf(knowledge, report);
	const sameState = known?.state === state && !restarted;
	const traffic = trafficOf(knowledge, report, restarted ? undefined : known, at);
	const server: Server = {
		...report,
		state,
		stateSince: sameState ? known.stateSince : at,
		stats: report.stats ?? (restarted ? undefined : known?.stats),
		messagesPerSecond: traffic && traffic.messagesIn + traffic.messagesOut,
		traffic,
		rejoinedAt: restarted || cameBack(known, state) ? at : known?.rejoinedAt,
	};
	enterServer(knowledge, server, at);
}

/** Reports of a life that ended can arrive late. */
function isEarlierLife(report: ServerReport, known: Server): boolean {
	return (
		report.id !== known.id &&
		report.startedAt !== undefined &&
		known.startedAt !== undefined &&
		report.startedAt < known.startedAt
	);
}

function isStopped({departures}: Knowledge, {name}: ServerReport): boolean {
	return departures.get(name) === 'shutdown';
}

/** A server in lame-duck mode does not return from it, but not every version reports that it is in it. */
function stateOf({departures}: Knowledge, {name, state}: ServerReport): ServerState {
	return departures.get(name) === 'lame-duck' && state === 'online' ? 'lame-duck' : state;
}

function cameBack(known: Server | undefined, state: ServerState): boolean {
	const wasAway = known?.state === 'offline' || known?.state === 'recovering';
	return wasAway && hasJetStream[state];
}

/** What goes in and out of it, as far as two reports of one life tell. */
function trafficOf(
	{serverReadings}: Knowledge,
	{name, stats}: ServerReport,
	known: Server | undefined,
	at: number,
): ServerTraffic | undefined {
	if (known && !stats) {
		return known.traffic;
	}

	const {readings, traffic} = measureTraffic(
		{readings: known && serverReadings.get(name), traffic: known?.traffic},
		stats,
		at,
	);
	if (readings) {
		serverReadings.set(name, readings);
	} else {
		serverReadings.delete(name);
	}

	return traffic;
}
