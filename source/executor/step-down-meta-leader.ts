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
	/** The next leader; undefined leaves it to the servers. */
	readonly preferred: string | undefined;
	readonly audit: AuditSink;
	/** How long after the request an election is waited for. */
	readonly electionTimeoutMs: number;
	readonly clock?: Clock;
};

export type MetaStepDownOutcome = {
	readonly result: Exclude<MoveResult, 'void' | 'cancelled'>;
	readonly elected: string | undefined;
	/** From the request to the election, in ms. */
	readonly electionMs: number | undefined;
	/** Why it did not go as wanted; undefined when it did. */
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
	preferred,
	audit,
	electionTimeoutMs,
	clock = systemClock,
}: MetaStepDownOptions): Promise<MetaStepDownOutcome> {
	const runId = randomUUID();
	const record = async (end: MetaStepDownOutcome | undefined) =>
		audit.record({
			at: clock.now(),
			runId,
			move: {from, to: preferred},
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
			preferred,
			timeoutMs: electionTimeoutMs,
		});
		if (answer.type === 'refused') {
			over.abort();
		}

		await deadline;
		unwatch();
		return answer.type !== 'refused' && election
			? {...election, ...asWanted(election.elected, preferred)}
			: {...failureOf(answer, electionTimeoutMs), elected: undefined, electionMs: undefined};
	}
}

function asWanted(
	elected: string,
	preferred: string | undefined,
): Pick<MetaStepDownOutcome, 'result' | 'reason'> {
	return preferred === undefined || elected === preferred
		? {result: 'as-wanted', reason: undefined}
		: {result: 'elsewhere', reason: `elected ${elected}, wanted ${preferred}`};
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
