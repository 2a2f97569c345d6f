import {leadersOf} from '../domain/distribution.ts';
import {hasJetStream} from '../domain/server.ts';
import {pushBounded} from './bounded.ts';
import {unseenReplicas} from './completeness.ts';
import type {Knowledge} from './knowledge.ts';

/** Five minutes of one sample a second. */
const keptTrend = 300;

/** Rounds of reports and elections may come thicker, in ms. */
const leastGapMs = 500;

/** Notes how many groups each server leads now. The last sample of each trend was taken at the last time that was noted. */
export function sampleTrends(knowledge: Knowledge): void {
	const {servers, inventoried, trends, sampledAt, ledger, now} = knowledge;
	if (now - (sampledAt.at(-1) ?? -Infinity) < leastGapMs) {
		return;
	}

	pushBounded(sampledAt, now, keptTrend);
	for (const name of servers.keys()) {
		// Until its inventory has been seen, a server would seem to lead nothing.
		if (inventoried.has(name) || trends.has(name)) {
			const leaders = leadersOf(ledger.census.leaders.get(name));
			// Another list each time: comparing it with the one before shows the change.
			trends.set(name, [...(trends.get(name) ?? []), leaders].slice(-keptTrend));
		}
	}
}

const keptLags = 120;

/** Notes what the replicas of each server lack now. A server that lacks nothing keeps no past. */
export function sampleLags(knowledge: Knowledge, at: number): void {
	const {servers, ledger, lags} = knowledge;
	const unseen = unseenReplicas(knowledge);
	for (const {name, state} of servers.values()) {
		const lag = ledger.census.lagOf(name);
		if (!hasJetStream[state] || unseen.has(name) || lag.groups === 0) {
			lags.delete(name);
		} else {
			const samples = lags.get(name) ?? [];
			lags.set(name, samples);
			pushBounded(samples, {at, ...lag}, keptLags);
		}
	}
}
