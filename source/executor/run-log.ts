import type {MoveOutcome} from '../domain/move.ts';
import type {Flight} from './flight.ts';
import {stopLine, type StopReason} from './reasons.ts';
import type {RunEvent, RunOutcome, RunSummary} from './run.ts';

export type RunLogOptions = {
	readonly runId: string;
	/** Step-downs expected; undefined: the size of the first plan. */
	readonly expected: number | undefined;
	readonly now: () => number;
	readonly listener: (event: RunEvent) => void;
};

export type RunEnd = {
	readonly goal: RunOutcome;
	/** Moves that were never sent. */
	readonly unsent: readonly MoveOutcome[];
	readonly stopped: StopReason | undefined;
	/** Why the run could not begin. */
	readonly refused: string | undefined;
	/** Why the goal was not reached; undefined when it was. */
	readonly shortfall: string | undefined;
	/** What else the operator should know, each in one line; part of the reason where the goal was not reached. */
	readonly remarks: readonly string[];
};

/** Keeps the outcomes of a run, notifies its listener, and sums up. */
export class RunLog {
	readonly #options: RunLogOptions;
	readonly #startedAt: number;
	readonly #moves: MoveOutcome[] = [];
	#planned: number | undefined;
	#stepDowns = 0;
	#warnings: readonly string[] = [];

	constructor(options: RunLogOptions) {
		this.#options = options;
		this.#startedAt = options.now();
		this.#planned = options.expected;
	}

	/** What has ended so far, in this order. */
	get moves(): readonly MoveOutcome[] {
		return this.#moves;
	}

	noteStart(warnings: readonly string[]): void {
		const {runId, now, listener} = this.#options;
		this.#warnings = warnings;
		listener({type: 'run-started', at: now(), runId, planned: this.#planned, warnings});
	}

	notePlan(moves: number, resting: number): void {
		const {now, listener} = this.#options;
		this.#planned ??= moves;
		listener({type: 'replanned', at: now(), moves, resting});
	}

	noteSent({move, group, directed}: Flight, inFlight: number): void {
		const {now, listener} = this.#options;
		this.#stepDowns++;
		listener({type: 'move-sent', at: now(), move, group, directed, inFlight});
	}

	noteEnd(outcome: MoveOutcome): void {
		const {now, listener} = this.#options;
		this.#moves.push(outcome);
		listener({type: 'move-ended', at: now(), outcome});
	}

	noteStopping(reason: StopReason, inFlight: number): void {
		const {now, listener} = this.#options;
		listener({type: 'run-stopping', at: now(), reason, inFlight});
	}

	close({goal, unsent, stopped, refused, shortfall, remarks}: RunEnd): RunSummary {
		const {runId, now, listener} = this.#options;
		const at = now();
		const isPartial = !stopped && shortfall !== undefined;
		const summary: RunSummary = {
			runId,
			outcome:
				refused !== undefined ? 'refused' : stopped ? 'aborted' : isPartial ? 'partial' : goal,
			planned: this.#planned ?? 0,
			stepDowns: this.#stepDowns,
			elapsedMs: Math.round(at - this.#startedAt),
			moves: [...this.#moves, ...unsent],
			reason:
				refused ?? (stopped ? stopLine(stopped) : shortfall && [...remarks, shortfall].join('; ')),
			warnings: isPartial ? this.#warnings : [...this.#warnings, ...remarks],
		};
		listener({type: 'run-ended', at, summary});
		return summary;
	}
}
