import type {Cluster, StepDownAnswer} from '../cluster.ts';
import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move, MoveOutcome} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import type {AuditSink} from './audit.ts';
import type {Clock} from '../time/clock.ts';
import {isDirected} from './limits.ts';
import type {TargetTrials} from './target-trials.ts';
import {verdictOf, type Verdict} from './verdict.ts';
import {whyVoid} from './why-void.ts';

/** One move on its way. What is seen of its group meanwhile is handed in. */
export type MoveFlight = {
	readonly move: Move;
	readonly group: RaftGroup;
	/** Whether the leader's server is told whom to elect. */
	readonly directed: boolean;
	readonly outcome: Promise<MoveOutcome>;
	/** Whether its request is in the audit trail: all that it waits for then is its turn. */
	readonly isRecorded: () => boolean;
	/** It is its turn: once recorded, it is checked again and its request sent. */
	readonly goAhead: () => void;
	/** When its request was sent, epoch in ms; undefined when it was not. */
	readonly sentAt: () => number | undefined;
	/** Its group was deleted: nobody is at fault when there is no election. */
	readonly isDeleted: () => boolean;
	/** Resolves once nothing of it is under way any more: the answer has come or been called off, the result is on the disk. */
	readonly settled: Promise<void>;
	readonly seeElection: (leader: string) => void;
	readonly seeDeletion: () => void;
	/** The picture may tell what no event did. */
	readonly lookAtPicture: () => void;
};

export type FlightParts = {
	readonly cluster: Cluster;
	readonly picture: () => ClusterPicture;
	readonly clock: Clock;
	readonly audit: AuditSink;
	readonly runId: string;
	readonly electionTimeoutMs: number;
	/** Why a move is not to be sent whatever the picture says; undefined when it may be. */
	readonly whyNot: TargetTrials['whyNot'];
	/** Why nothing may be sent any more; undefined while it may. */
	readonly whyHalted: () => string | undefined;
	readonly onSent: (flight: Pick<MoveFlight, 'move' | 'group'>, directed: boolean) => void;
	/** The record of a request is on the disk. */
	readonly onRecorded: () => void;
	/** A record could not be written. */
	readonly onAuditFailure: (error: unknown) => void;
	/** Half of the time has passed without an election: the news of it may have been lost. */
	readonly onLate: () => void;
};

/** Checks a move, records it, waits for its turn, checks it again, sends its step-down and waits for the election. */
export function startFlight(move: Move, group: RaftGroup, parts: FlightParts): MoveFlight {
	const {cluster, picture, clock, audit, runId} = parts;
	const directed = isDirected(picture(), move);
	let takeTurn: (() => void) | undefined;
	const turn = new Promise<void>(resolve => {
		takeTurn = resolve;
	});
	let isRecorded = false;
	let sentAt: number | undefined;
	let answer: StepDownAnswer | undefined;
	let election: {readonly leader: string; readonly ms: number} | undefined;
	let deleted = false;
	let land: ((verdict: Verdict) => void) | undefined;
	let answered: Promise<void> | undefined;
	let recorded: Promise<void> | undefined;
	const outcome = fly();

	return {
		move,
		group,
		directed,
		outcome,
		isRecorded: () => isRecorded,
		goAhead() {
			takeTurn?.();
		},
		sentAt: () => sentAt,
		isDeleted: () => deleted,
		settled: settle(),
		seeElection,
		seeDeletion() {
			deleted = true;
			judge();
		},
		lookAtPicture,
	};

	async function fly(): Promise<MoveOutcome> {
		const permission = cluster.permission(group);
		const early =
			unsent() ?? (permission.type === 'locked' ? refusedHere(permission.missing) : undefined);
		if (early) {
			return outcomeOf(early);
		}

		try {
			await audit.record({at: clock.now(), runId, move, group, end: undefined});
		} catch (error) {
			parts.onAuditFailure(error);
			return outcomeOf({result: 'cancelled', reason: 'it could not be recorded'});
		}

		isRecorded = true;
		parts.onRecorded();
		await turn;
		// It took its time: things may have changed.
		const outcome = outcomeOf(unsent() ?? (await send()));
		recorded = audit
			.record({at: clock.now(), runId, move, group, end: outcome})
			.catch(parts.onAuditFailure);
		return outcome;
	}

	async function settle(): Promise<void> {
		await outcome;
		await Promise.all([answered, recorded]);
	}

	function unsent(): Verdict | undefined {
		const halted = parts.whyHalted();
		if (halted !== undefined) {
			return {result: 'cancelled', reason: halted};
		}

		const reason = whyVoid(picture(), move) ?? parts.whyNot(move, group);
		return reason === undefined ? undefined : {result: 'void', reason};
	}

	async function send(): Promise<Verdict> {
		const {electionTimeoutMs} = parts;
		const request = new AbortController();
		const landed = new Promise<Verdict>(resolve => {
			land = resolve;
		});
		const callOffs = [
			clock.after(electionTimeoutMs / 2, parts.onLate),
			clock.after(electionTimeoutMs, () => {
				lookAtPicture();
				judge(true);
			}),
		];

		sentAt = clock.now();
		parts.onSent({move, group}, directed);
		answered = ask(directed ? move.to : undefined, request.signal);

		const verdict = await landed;
		for (const callOff of callOffs) {
			callOff();
		}

		// The election has been seen: nobody needs the answer any more.
		if (answer === undefined) {
			request.abort(enough);
		}

		return verdict;
	}

	async function ask(preferred: string | undefined, signal: AbortSignal): Promise<void> {
		answer = await cluster.stepDown({
			group,
			preferred,
			timeoutMs: parts.electionTimeoutMs,
			signal,
		});
		judge();
	}

	function seeElection(leader: string): void {
		if (sentAt !== undefined) {
			election = {leader, ms: Math.round(clock.now() - sentAt)};
			judge();
		}
	}

	function lookAtPicture(): void {
		const leader = picture().groups.get(move.group)?.leader;
		if (leader !== undefined && leader !== move.from && leader !== election?.leader) {
			seeElection(leader);
		}
	}

	function judge(overdue = false): void {
		const verdict = verdictOf(move, {answer, elected: election?.leader, deleted, overdue});
		if (verdict) {
			land?.(verdict);
		}
	}

	function outcomeOf({result, reason}: Verdict): MoveOutcome {
		return {move, group, result, elected: election?.leader, electionMs: election?.ms, reason};
	}
}

/** One for all: an error of its own for each step-down, with its stack, would be the most expensive part of it. */
const enough = new Error('the election has been seen');

function refusedHere(missing: string): Verdict {
	return {result: 'refused', reason: missing};
}
