import type {NatsConnection} from 'nats';
import pLimit from 'p-limit';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import {stepDownSubject} from '../../source/nats/acting/step-down.ts';
import type {Handover} from './handovers.ts';
import type {Stage} from './stage.ts';

export type PlainStepDowns = {
	/** From the first request to the last election. */
	readonly elapsedMs: number;
	/** Groups of which no election was seen: refused, or none came in time. */
	readonly missing: number;
};

export type PlainOptions = {
	readonly handovers: readonly Handover[];
	/** How many requests wait at a time. */
	readonly inFlight: number;
	/** What each of them waits for before the next one is sent. */
	readonly until: 'answer' | 'election';
};

/**
 * Sends step-downs as a short script would: nothing is observed, checked or recorded; elections are only counted, by
 * the subjects of their advisories.
 * @throws Error when more than one of twenty elections is missing
 */
export async function stepDownPlainly(
	{local}: Stage,
	{handovers, inFlight, until}: PlainOptions,
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
		await pLimit(inFlight).map(handovers, async ({group, to}) => {
			elections.expect(group);
			const isRefused = await requestStepDown(acting.get(group.account), group, to);
			if (isRefused) {
				elections.forget(group);
			} else if (until === 'election') {
				await elections.until(expected => !expected.has(nameOf(group)));
			}
		});
		await elections.until(({size}) => size === 0);
		const missing = handovers.length - elections.seen();
		if (missing > handovers.length / 20) {
			throw new Error(`${missing} of ${handovers.length} elections are missing`);
		}

		return {elapsedMs: elections.lastAt() - startedAt, missing};
	} finally {
		await Promise.all([system, ...acting.values()].map(async each => each.close()));
	}
}

const patienceMs = 10_000;

/** @returns whether the server said no, or nothing */
async function requestStepDown(
	connection: NatsConnection | undefined,
	group: RaftGroup,
	to: string | undefined,
): Promise<boolean> {
	const body = to === undefined ? '' : JSON.stringify({placement: {preferred: to}});
	try {
		const reply = await connection?.request(stepDownSubject(group, undefined), body, {
			timeout: patienceMs,
		});
		return reply === undefined || reply.string().includes('"error"');
	} catch {
		return true;
	}
}

async function hearElections(system: NatsConnection) {
	const expected = new Set<string>();
	const listeners = new Set<() => void>();
	let seen = 0;
	let lastAt = 0;
	const tell = () => {
		for (const listener of listeners) {
			listener();
		}
	};

	for (const kind of ['STREAM', 'CONSUMER']) {
		const prefix = `$JS.EVENT.ADVISORY.${kind}.LEADER_ELECTED.`;
		system.subscribe(`${prefix}>`, {
			callback(_error, {subject}) {
				if (expected.delete(subject.slice(prefix.length))) {
					lastAt = performance.now();
					seen++;
					tell();
				}
			},
		});
	}

	await system.flush();
	return {
		expect(group: RaftGroup) {
			expected.add(nameOf(group));
		},
		forget(group: RaftGroup) {
			expected.delete(nameOf(group));
			tell();
		},
		/** Fulfilled when what is still expected satisfies the predicate, or too late. */
		async until(isEnough: (expected: ReadonlySet<string>) => boolean): Promise<void> {
			await new Promise<void>(resolve => {
				const end = () => {
					clearTimeout(timer);
					listeners.delete(check);
					resolve();
				};
				const check = () => {
					if (isEnough(expected)) {
						end();
					}
				};
				const timer = setTimeout(end, patienceMs);
				listeners.add(check);
				check();
			});
		},
		seen: () => seen,
		lastAt: () => lastAt,
	};
}

/** No two groups of a stage have the same. */
function nameOf({stream, consumer}: RaftGroup): string {
	return consumer === undefined ? stream : `${stream}.${consumer}`;
}
