import type {MoveOutcome} from '../domain/move.ts';
import type {RunEvent, RunOutcome, RunSummary} from './run.ts';
import {stopLine, type StopReason} from './reasons.ts';

/** What a run has done so far. */
export type RunLog = {
	readonly noteStart: (warnings: readonly string[]) => void;
	readonly notePlan: (moves: number, resting: number) => void;
	readonly noteSent: (event: Pick<Sent, 'move' | 'group' | 'directed' | 'inFlight'>) => void;
	readonly noteEnd: (outcome: MoveOutcome) => void;
	/** What has ended so far, in this order. */
	readonly moves: readonly MoveOutcome[];
	readonly noteStopping: (reason: StopReason, inFlight: number) => void;
	readonly close: (end: RunEnd) => RunSummary;
};

export type RunEnd = {
	readonly goal: RunOutcome;
	/** Moves that were never taken up. */
	readonly unsent: readonly MoveOutcome[];
	readonly stopped: StopReason | undefined;
	/** Why the run could not begin. */
	readonly refused: string | undefined;
	/** Why the goal was not reached; undefined when it was. */
	readonly shortfall: string | undefined;
	/** What else the operator should know, each in one line; part of the reason where the goal was not reached. */
	readonly remarks: readonly string[];
};

type Sent = Extract<RunEvent, {type: 'move-sent'}>;

/**
 * Keeps the outcomes of a run, tells its listener, and sums up.
 * @param expected step-downs; undefined: the first plan tells
 */
export function runLog(
	runId: string,
	expected: number | undefined,
	now: () => number,
	listener: (event: RunEvent) => void,
): RunLog {
	const startedAt = now();
	const moves: MoveOutcome[] = [];
	let planned = expected;
	let stepDowns = 0;
	let warnings: readonly string[] = [];

	return {
		moves,
		noteStart(warned) {
			warnings = warned;
			listener({type: 'run-started', at: now(), runId, planned, warnings});
		},
		notePlan(count, resting) {
			planned ??= count;
			listener({type: 'replanned', at: now(), moves: count, resting});
		},
		noteSent(sent) {
			stepDowns++;
			listener({type: 'move-sent', at: now(), ...sent});
		},
		noteEnd(outcome) {
			moves.push(outcome);
			listener({type: 'move-ended', at: now(), outcome});
		},
		noteStopping(reason, inFlight) {
			listener({type: 'run-stopping', at: now(), reason, inFlight});
		},
		close({goal, unsent, stopped, refused, shortfall, remarks}) {
			const at = now();
			const summary: RunSummary = {
				runId,
				outcome: outcomeOf(goal, refused, stopped, shortfall),
				planned: planned ?? 0,
				stepDowns,
				elapsedMs: Math.round(at - startedAt),
				moves: [...moves, ...unsent],
				reason:
					refused ??
					(stopped ? stopLine(stopped) : shortfall && [...remarks, shortfall].join('; ')),
				warnings: stopped || shortfall === undefined ? [...warnings, ...remarks] : warnings,
			};
			listener({type: 'run-ended', at, summary});
			return summary;
		},
	};
}

function outcomeOf(
	goal: RunOutcome,
	refused: string | undefined,
	stopped: StopReason | undefined,
	shortfall: string | undefined,
): RunOutcome {
	if (refused !== undefined) {
		return 'refused';
	}

	if (stopped) {
		return 'aborted';
	}

	return shortfall === undefined ? goal : 'partial';
}
