import {supports} from '../../domain/server-version.ts';
import type {GroupTotals, JetStreamSummary} from '../decode/jetstream-summary.ts';
import type {LeaderLedger} from './leader-ledger.ts';

/**
 * How long the ledger must have rested before counters are held against it, in ms: who steps down counts one less at
 * once, and who follows announces it only when elected.
 */
const restMs = 300;

/** A ledger that never rests is held against the counters all the same, once in so many rounds. */
const patienceRounds = 5;

/**
 * Holds each server's cheap counters against what is known, and tells when something must have been missed:
 * a created or deleted group without advisory (one-replica groups have none), or a lost message.
 */
export class CounterWatch {
	readonly #ledger: LeaderLedger;
	readonly #servers = new Map<string, Watched>();

	constructor(ledger: LeaderLedger) {
		this.#ledger = ledger;
	}

	/** Notes what a server hosted when its inventory was read. */
	looked({server, hosted}: JetStreamSummary): void {
		this.#watched(server.name).hosted = hosted;
	}

	/** Whether the counters, asked at `askedAt` (epoch in ms), call for a look at the server. */
	disagrees(summary: JetStreamSummary, askedAt: number): boolean {
		const {name} = summary.server;
		const watched = this.#watched(name);
		const difference = this.#difference(summary, watched);
		if (difference === undefined) {
			watched.restless = 0;
			watched.reported = undefined;
			return false;
		}

		if (this.#ledger.changedAt + restMs > askedAt && watched.restless < patienceRounds) {
			watched.restless++;
			return false;
		}

		watched.restless = 0;
		// A difference that the last look could not settle will not be settled by another.
		if (watched.reported === difference) {
			return false;
		}

		watched.reported = difference;
		return true;
	}

	forget(server: string): void {
		this.#servers.delete(server);
	}

	#difference({server, led, hosted}: JetStreamSummary, watched: Watched): string | undefined {
		return supports(server.version, 'leaderCounters')
			? differenceOf(led, this.#ledger.totals(server.name))
			: watched.hosted && differenceOf(hosted, watched.hosted);
	}

	#watched(server: string): Watched {
		let watched = this.#servers.get(server);
		if (!watched) {
			watched = {hosted: undefined, restless: 0, reported: undefined};
			this.#servers.set(server, watched);
		}

		return watched;
	}
}

type Watched = {
	hosted: GroupTotals | undefined;
	/** Rounds in a row in which the ledger did not rest. */
	restless: number;
	/** The difference that a look was asked for. */
	reported: string | undefined;
};

function differenceOf(told: GroupTotals, known: GroupTotals): string | undefined {
	const streams = told.streams - known.streams;
	const consumers = told.consumers - known.consumers;
	return streams === 0 && consumers === 0 ? undefined : `${streams} ${consumers}`;
}
