import type {Move, MoveOutcome} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import type {StopReason} from './stop-reason.ts';

/** What a run tells while it runs: values only, for the screen and for lines of JSON alike. `at` is the epoch in ms. */
export type RunEvent =
	| {
			readonly type: 'run-started';
			readonly at: number;
			readonly runId: string;
			/** Step-downs expected; undefined while nobody knows. */
			readonly planned: number | undefined;
			/** What the operator should know of it, each in one line. */
			readonly warnings: readonly string[];
	  }
	| {
			readonly type: 'move-sent';
			readonly at: number;
			readonly move: Move;
			readonly group: RaftGroup;
			/** Whether the leader's server was told whom to elect. */
			readonly directed: boolean;
			/** This one included. */
			readonly inFlight: number;
	  }
	| {readonly type: 'move-ended'; readonly at: number; readonly outcome: MoveOutcome}
	| {
			readonly type: 'replanned';
			readonly at: number;
			/** Moves of the new plan. */
			readonly moves: number;
			/** Groups that the plan had to leave alone. */
			readonly resting: number;
	  }
	| {
			readonly type: 'run-stopping';
			readonly at: number;
			readonly reason: StopReason;
			/** Still awaited. */
			readonly inFlight: number;
	  }
	| {readonly type: 'run-ended'; readonly at: number; readonly summary: RunSummary};

export type RunOutcome = 'balanced' | 'drained' | 'done' | 'partial' | 'aborted' | 'refused';

export type RunSummary = {
	readonly runId: string;
	readonly outcome: RunOutcome;
	/** Step-downs that were expected at the start. */
	readonly planned: number;
	/** Requests sent. */
	readonly stepDowns: number;
	readonly elapsedMs: number;
	/** In the order in which they ended; those that were never sent come last. */
	readonly moves: readonly MoveOutcome[];
	/** Why the goal was not reached, in one line; undefined when it was. */
	readonly reason: string | undefined;
	/** What the operator should know of it whether it was reached or not, each in one line. */
	readonly warnings: readonly string[];
};
