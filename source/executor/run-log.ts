import type {MoveOutcome} from '../domain/move.ts';
import type {RunEvent, RunOutcome, RunSummary} from './run-event.ts';
import {stopLine, type StopReason} from './stop-reason.ts';

/** What a run has done so far. */
export type RunLog = {
	readonly noteStart: (planned: number | undefined) => void;
	readonly notePlan: (moves: number, resting: number) => void;
	readonly noteSent: (event: Pick<Sent, 'move' | 'group' | 'directed' | 'inFlight'>) => void;
	readonly noteEnd: (outcome: MoveOutcome) => void;
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
	/** Groups that a plan would still move; undefined for a fixed list, which is measured by its own moves. */
	readonly left: number | undefined;
};

type Sent = Extract<RunEvent, {type: 'move-sent'}>;

/** Keeps the outcomes of a run, tells its listener, and sums up. */
export function runLog(
	runId: string,
	now: () => number,
	listener: (event: RunEvent) => void = () => {},
): RunLog {
	const startedAt = now();
	const moves: MoveOutcome[] = [];
	let planned: number | undefined;
	let stepDowns = 0;

	return {
		noteStart(expected) {
			planned = expected;
			listener({type: 'run-started', at: now(), runId, planned});
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
		close({goal, unsent, stopped, refused, left}) {
			const at = now();
			const all = [...moves, ...unsent];
			const shortfall = left === undefined ? missesOf(all) : leftoverOf(left, moves);
			const summary: RunSummary = {
				runId,
				outcome: outcomeOf(goal, refused, stopped, shortfall),
				planned: planned ?? 0,
				stepDowns,
				elapsedMs: Math.round(at - startedAt),
				moves: all,
				reason: refused ?? (stopped ? stopLine(stopped) : shortfall),
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

function missesOf(moves: readonly MoveOutcome[]): string | undefined {
	const [first, ...more] = moves.filter(({result}) => result !== 'as-wanted');
	return first
		? `${more.length + 1} of ${moves.length} did not go as wanted, the first: ${first.reason}`
		: undefined;
}

function leftoverOf(left: number, moves: readonly MoveOutcome[]): string | undefined {
	if (left === 0) {
		return undefined;
	}

	const last = moves.findLast(({reason}) => reason !== undefined)?.reason;
	return `${left} more step-downs would be needed, but their groups have been tried too often${last === undefined ? '' : `; the last reason: ${last}`}`;
}
