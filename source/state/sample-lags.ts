import {hasJetStream} from '../domain/server.ts';
import type {Knowledge} from './knowledge.ts';
import {pushBounded} from './push-bounded.ts';
import {unseenReplicas} from './unseen-replicas.ts';

const keptSamples = 120;

/** Notes what the replicas of each server lack now. What lacks nothing has no past worth keeping. */
export function sampleLags(knowledge: Knowledge, at: number): void {
	const {servers, ledger, lags} = knowledge;
	const unseen = unseenReplicas(knowledge);
	for (const {name, state} of servers.values()) {
		const lag = hasJetStream[state] && !unseen.has(name) ? ledger.lag.of(name) : undefined;
		if (!lag || lag.groups === 0) {
			lags.delete(name);
		} else {
			const samples = lags.get(name) ?? [];
			lags.set(name, samples);
			pushBounded(samples, {at, groups: lag.groups, entries: lag.entries}, keptSamples);
		}
	}
}
