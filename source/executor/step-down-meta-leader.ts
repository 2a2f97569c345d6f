import {randomUUID} from 'node:crypto';
import type {Cluster, StepDownAnswer} from '../cluster.ts';
import type {MoveResult} from '../domain/move.ts';
import {systemClock, type Clock} from '../time/clock.ts';
import {sleep} from '../time/sleep.ts';
import type {AuditSink} from './audit.ts';

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
	/** Why there was no election; undefined when there was. */
	readonly reason: string | undefined;
};

/**
 * Has the leader of the meta group step down, records it, and waits for the election.
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
		const over = new AbortController();
		let election: {readonly elected: string; readonly electionMs: number} | undefined;
		const unwatch = cluster.watch(event => {
			if (event.type === 'meta-leader-changed' && event.domain === domain && event.leader) {
				election = {elected: event.leader, electionMs: Math.round(clock.now() - sentAt)};
				over.abort();
			}
		});
		const deadline = sleep(electionTimeoutMs, over.signal, clock);
		const answer = await cluster.stepDownMetaLeader({
			cluster: clusterName,
			preferred: undefined,
			timeoutMs: electionTimeoutMs,
		});
		if (answer.type === 'refused') {
			over.abort();
		}

		await deadline;
		unwatch();
		return answer.type !== 'refused' && election
			? {result: 'as-wanted', ...election, reason: undefined}
			: {...failureOf(answer, electionTimeoutMs), elected: undefined, electionMs: undefined};
	}
}

function failureOf(
	answer: StepDownAnswer,
	electionTimeoutMs: number,
): Pick<MetaStepDownOutcome, 'result' | 'reason'> {
	if (answer.type === 'accepted') {
		return {result: 'no-election', reason: `no election within ${electionTimeoutMs / 1000} s`};
	}

	return {result: answer.type === 'no-answer' ? 'no-answer' : 'refused', reason: answer.reason};
}
