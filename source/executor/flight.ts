import type {Cluster, StepDownAnswer} from '../cluster.ts';
import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move, MoveOutcome} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import type {Clock} from '../time/clock.ts';
import type {Wakeup} from '../time/sleep.ts';
import type {AuditSink} from './audit.ts';
import {isDirected} from './before-2.11.ts';
import type {RunLimits} from './limits.ts';
import type {TargetTrials} from './target-trials.ts';
import {invalidReason, verdictOf, type Verdict} from './verdict.ts';

export type FlightParts = {
	readonly cluster: Cluster;
	readonly picture: () => ClusterPicture;
	readonly clock: Clock;
	readonly audit: AuditSink;
	readonly runId: string;
	readonly limits: RunLimits;
	readonly trials: TargetTrials;
	/** Woken when the record of a request is on the disk. */
	readonly wakeup: Wakeup;
	/** Why nothing is sent any more; undefined while it may be. */
	readonly whyHalted: () => string | undefined;
	readonly onSent: (flight: Flight) => void;
	/** A record could not be written. */
	readonly onAuditFailure: (error: unknown) => void;
	/** Half of the time has passed without an election: the news of it may have been lost. */
	readonly onLate: () => void;
};

/** One move on its way: checks it, records it, waits for its turn, checks it again, sends its step-down and waits for the election. */
export class Flight {
	readonly move: Move;
	readonly group: RaftGroup;
	/** Whether the request names the server to elect. */
	readonly directed: boolean;
	readonly outcome: Promise<MoveOutcome>;
	/** Resolves once it is over: the answer has come or been called off, the result is on the disk. */
	readonly finished: Promise<void>;
	readonly #parts: FlightParts;
	#takeTurn: (() => void) | undefined;
	readonly #turn = new Promise<void>(resolve => {
		this.#takeTurn = resolve;
	});
	#isRecorded = false;
	#sentAt: number | undefined;
	#answer: StepDownAnswer | undefined;
	#election: {readonly leader: string; readonly ms: number} | undefined;
	#isDeleted = false;
	#land: ((verdict: Verdict) => void) | undefined;
	#answered: Promise<void> | undefined;
	#recorded: Promise<void> | undefined;

	constructor(move: Move, group: RaftGroup, parts: FlightParts) {
		this.move = move;
		this.group = group;
		this.#parts = parts;
		this.directed = isDirected(parts.picture(), move);
		this.outcome = this.#fly();
		this.finished = this.#finish();
	}

	/** Whether its request is in the audit trail: all that it waits for then is its turn. */
	get isRecorded(): boolean {
		return this.#isRecorded;
	}

	/** When its request was sent, epoch in ms; undefined when it was not. */
	get sentAt(): number | undefined {
		return this.#sentAt;
	}

	/** Its group was deleted: no election is to be expected. */
	get isDeleted(): boolean {
		return this.#isDeleted;
	}

	/** It is its turn: once recorded, it is checked again and its request sent. */
	goAhead(): void {
		this.#takeTurn?.();
	}

	seeElection(leader: string): void {
		if (this.#sentAt !== undefined) {
			this.#election = {leader, ms: Math.round(this.#parts.clock.now() - this.#sentAt)};
			this.#judge();
		}
	}

	seeDeletion(): void {
		this.#isDeleted = true;
		this.#judge();
	}

	/** Takes from the picture an election that no event reported. */
	checkPicture(): void {
		const leader = this.#parts.picture().groups.get(this.move.group)?.leader;
		if (leader !== undefined && leader !== this.move.from && leader !== this.#election?.leader) {
			this.seeElection(leader);
		}
	}

	async #fly(): Promise<MoveOutcome> {
		const {cluster, wakeup, onAuditFailure} = this.#parts;
		const permission = cluster.permission(this.group);
		const early = this.#whyUnsent() ?? lockOf(permission);
		if (early) {
			return this.#outcomeOf(early);
		}

		try {
			await this.#record(undefined);
		} catch (error) {
			onAuditFailure(error);
			return this.#outcomeOf({result: 'cancelled', reason: 'not recorded in the audit file'});
		}

		this.#isRecorded = true;
		wakeup.wake();
		await this.#turn;
		// Things may have changed since it was recorded.
		const outcome = this.#outcomeOf(this.#whyUnsent() ?? (await this.#send()));
		this.#recorded = this.#record(outcome).catch(onAuditFailure);
		return outcome;
	}

	async #finish(): Promise<void> {
		await this.outcome;
		await Promise.all([this.#answered, this.#recorded]);
	}

	async #record(end: MoveOutcome | undefined): Promise<void> {
		const {audit, clock, runId} = this.#parts;
		await audit.record({at: clock.now(), runId, move: this.move, group: this.group, end});
	}

	#whyUnsent(): Verdict | undefined {
		const {picture, trials, whyHalted} = this.#parts;
		const halted = whyHalted();
		if (halted !== undefined) {
			return {result: 'cancelled', reason: halted};
		}

		const reason = invalidReason(picture(), this.move) ?? trials.whyNot(this.move, this.group);
		return reason === undefined ? undefined : {result: 'void', reason};
	}

	async #send(): Promise<Verdict> {
		const {clock, limits, onSent, onLate} = this.#parts;
		const request = new AbortController();
		const landed = new Promise<Verdict>(resolve => {
			this.#land = resolve;
		});
		const callOffs = [
			clock.after(limits.electionTimeoutMs / 2, onLate),
			clock.after(limits.electionTimeoutMs, () => {
				this.checkPicture();
				this.#judge(true);
			}),
		];

		this.#sentAt = clock.now();
		onSent(this);
		this.#answered = this.#ask(request.signal);
		const verdict = await landed;
		for (const callOff of callOffs) {
			callOff();
		}

		// The election decides: the answer is of no use any more.
		if (this.#answer === undefined) {
			request.abort(electionSeen);
		}

		return verdict;
	}

	async #ask(signal: AbortSignal): Promise<void> {
		const {cluster, limits} = this.#parts;
		this.#answer = await cluster.stepDown({
			group: this.group,
			preferred: this.directed ? this.move.to : undefined,
			timeoutMs: limits.electionTimeoutMs,
			signal,
		});
		this.#judge();
	}

	#judge(overdue = false): void {
		const verdict = verdictOf(this.move, {
			answer: this.#answer,
			elected: this.#election?.leader,
			deleted: this.#isDeleted,
			overdue,
		});
		if (verdict) {
			this.#land?.(verdict);
		}
	}

	#outcomeOf({result, reason}: Verdict): MoveOutcome {
		const {move, group} = this;
		const {leader: elected, ms: electionMs} = this.#election ?? {};
		return {move, group, result, elected, electionMs, reason};
	}
}

/** One for all: an error with its stack for each step-down would be the most expensive part of it. */
const electionSeen = new Error('the election has been seen');

function lockOf(permission: ReturnType<Cluster['permission']>): Verdict | undefined {
	return permission.type === 'locked' ? {result: 'refused', reason: permission.missing} : undefined;
}
