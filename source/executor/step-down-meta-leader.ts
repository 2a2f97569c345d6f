import {randomUUID} from 'node:crypto';
import type {Cluster, StepDownAnswer} from '../cluster.ts';
import type {MoveResult} from '../domain/move.ts';
import type {AuditSink} from './audit.ts';
import {systemClock, type Clock} from '../time/clock.ts';

export type MetaStepDownOptions = {
	readonly cluster: Cluster;
	readonly clusterName: string;
	readonly domain: string | undefined;
	/** Who leads the meta group now, as far as known. */
	readonly from: string;
	readonly audit: AuditSink;
	/** How long after the request an election is waited for. */
	readonly electionTimeoutMs: number;
	readonly clock?: Clock;
};

export type MetaStepDownOutcome = {
	readonly result: Extract<MoveResult, 'as-wanted' | 'no-election' | 'refused' | 'no-answer'>;
	readonly elected: string | undefined;
	/** From the request to the election, in ms. */
	readonly electionMs: number | undefined;
	/** Why nobody was elected; undefined when somebody was. */
	readonly reason: string | undefined;
};

/**
 * Has the leader of the meta group step down, records it, and waits for who follows.
 * @throws AuditError when it cannot be recorded; nothing has been sent then, or the outcome is not on the disk
 */
export async function stepDownMetaLeader({
	cluster,
	clusterName,
	domain,
	from,
	audit,
	electionTimeoutMs,
	clock = systemClock,
}: MetaStepDownOptions): Promise<MetaStepDownOutcome> {
	const runId = randomUUID();
	const record = async (end: MetaStepDownOutcome | undefined) =>
		audit.record({
			at: clock.now(),
			runId,
			move: {from, to: undefined},
			group: {
				kind: 'meta',
				cluster: clusterName,
				domain,
				account: undefined,
				stream: undefined,
				consumer: undefined,
			},
			end,
		});

	await record(undefined);
	const outcome = await request();
	await record(outcome);
	return outcome;

	async function request(): Promise<MetaStepDownOutcome> {
		const sentAt = clock.now();
		const refused = new AbortController();
		const election = nextLeader(refused.signal);
		const answer = await cluster.stepDownMetaLeader({
			cluster: clusterName,
			preferred: undefined,
			timeoutMs: electionTimeoutMs,
		});
		if (answer.type === 'refused') {
			refused.abort();
			return {...nobody, result: 'refused', reason: answer.reason};
		}

		const elected = await election;
		if (elected !== undefined) {
			const electionMs = Math.round(clock.now() - sentAt);
			return {result: 'as-wanted', elected, electionMs, reason: undefined};
		}

		return {...nobody, ...whyNone(answer, electionTimeoutMs)};
	}

	/** Who is elected from now on; undefined when nobody is before the deadline, or it is not waited for any more. */
	async function nextLeader(signal: AbortSignal): Promise<string | undefined> {
		return new Promise(resolve => {
			const cancel = clock.after(electionTimeoutMs, () => {
				end(undefined);
			});
			const unwatch = cluster.watch(event => {
				if (event.type === 'meta-leader-changed' && event.domain === domain && event.leader) {
					end(event.leader);
				}
			});
			signal.addEventListener('abort', () => {
				end(undefined);
			});

			function end(name: string | undefined): void {
				cancel();
				unwatch();
				resolve(name);
			}
		});
	}
}

function whyNone(
	answer: Exclude<StepDownAnswer, {type: 'refused'}>,
	electionTimeoutMs: number,
): Pick<MetaStepDownOutcome, 'result' | 'reason'> {
	switch (answer.type) {
		case 'accepted':
			return {result: 'no-election', reason: `no election within ${electionTimeoutMs / 1000} s`};
		case 'hearsay':
			return {result: 'refused', reason: answer.reason};
		case 'no-answer':
			return {result: 'no-answer', reason: answer.reason};
	}
}

const nobody = {elected: undefined, electionMs: undefined};
