import type {Knowledge} from './knowledge.ts';
import {leadersOf} from './leaders-of.ts';
import {pushBounded} from './push-bounded.ts';

/** Five minutes of one sample a second. */
const keptSamples = 300;

/** Looks at the servers and elections may come thicker, in ms. */
const leastGapMs = 500;

/** Notes how many groups each server leads now. The last sample of each trend was taken at the last time that was noted. */
export function sampleTrends(knowledge: Knowledge): void {
	const {servers, looked, trends, sampledAt, ledger, now} = knowledge;
	if (now - (sampledAt.at(-1) ?? -Infinity) < leastGapMs) {
		return;
	}

	pushBounded(sampledAt, now, keptSamples);
	for (const name of servers.keys()) {
		// Until its inventory has been seen, a server would seem to lead nothing.
		if (!looked.has(name) && !trends.has(name)) {
			continue;
		}

		const leaders = leadersOf(ledger.census.counts.get(name));
		// Another list each time: who compares it with the one from before sees that it has changed.
		trends.set(name, [...(trends.get(name) ?? []), leaders].slice(-keptSamples));
	}
}
