import {setTimeout as sleep} from 'node:timers/promises';
import type {NatsConnection} from 'nats';
import pLimit from 'p-limit';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import {stepDownSubject} from '../../source/nats/acting/step-down.ts';
import type {Handover} from './handovers.ts';
import type {Stage} from './stage.ts';

export type PlainStepDowns = {
	/** From the first request to the last election. */
	readonly elapsedMs: number;
	/** From each request to its election, in the order of the elections. */
	readonly electionMs: readonly number[];
};

export type PlainOptions = {
	readonly handovers: readonly Handover[];
	/** Requests that wait for their answer at a time; `one` waits for each election before the next request. */
	readonly inFlight: number | 'one';
};

/**
 * Sends step-downs as a short script would: nothing is observed, checked or recorded; elections are only counted, by
 * the subjects of their advisories.
 * @throws Error when elections are still missing 10 s after the last request
 */
export async function stepDownPlainly(
	{local}: Stage,
	{handovers, inFlight}: PlainOptions,
): Promise<PlainStepDowns> {
	const accounts = new Set(handovers.map(({group}) => group.account));
	const system = await local.connect('SYS');
	const acting = new Map<string, NatsConnection>();
	try {
		for (const account of accounts) {
			acting.set(account, await local.connect(account));
		}

		const elections = await hearElections(system);
		const startedAt = performance.now();
		const all: Promise<number>[] = [];
		await pLimit(inFlight === 'one' ? 1 : inFlight).map(handovers, async ({group, to}) => {
			const election = elections.of(group);
			all.push(election);
			await acting
				.get(group.account)
				?.request(
					stepDownSubject(group, undefined),
					to === undefined ? '' : JSON.stringify({placement: {preferred: to}}),
					{timeout: patienceMs},
				);
			if (inFlight === 'one') {
				await inTime(election);
			}
		});
		const electionMs = await inTime(Promise.all(all));
		return {elapsedMs: elections.lastAt() - startedAt, electionMs};
	} finally {
		await Promise.all([system, ...acting.values()].map(async each => each.close()));
	}
}

const patienceMs = 10_000;

/** Fulfilled with the time that the next election of a group took. No two groups of a stage have the same names. */
async function hearElections(system: NatsConnection) {
	const waiting = new Map<string, (at: number) => void>();
	let lastAt = 0;
	for (const prefix of ['STREAM', 'CONSUMER'].map(
		kind => `$JS.EVENT.ADVISORY.${kind}.LEADER_ELECTED.`,
	)) {
		system.subscribe(`${prefix}>`, {
			callback(_error, {subject}) {
				const name = subject.slice(prefix.length);
				const tell = waiting.get(name);
				if (tell) {
					waiting.delete(name);
					lastAt = performance.now();
					tell(lastAt);
				}
			},
		});
	}

	await system.flush();
	return {
		async of({stream, consumer}: RaftGroup): Promise<number> {
			const sentAt = performance.now();
			const at = await new Promise<number>(resolve => {
				waiting.set(consumer === undefined ? stream : `${stream}.${consumer}`, resolve);
			});
			return at - sentAt;
		},
		lastAt: () => lastAt,
	};
}

async function inTime<Value>(work: Promise<Value>): Promise<Value> {
	const ending = new AbortController();
	try {
		return await Promise.race([
			work,
			sleep(patienceMs, undefined, {signal: ending.signal}).then(() => {
				throw new Error(`Elections are missing after ${patienceMs / 1000} s`);
			}),
		]);
	} finally {
		ending.abort();
	}
}
