import type {MoveOutcome, MoveResult} from './move.ts';

/** Step-downs that run, or ran last, as the screen shows them. */
export type Work = {
	/** What was asked for: `step down 3 groups`. */
	readonly title: string;
	/** The server that it empties; undefined where it is something else. */
	readonly drain: string | undefined;
	/** Step-downs that are expected; undefined while unknown. */
	readonly planned: number | undefined;
	readonly sent: number;
	readonly inFlight: number;
	/** By how they ended. */
	readonly ended: Readonly<Record<MoveResult, number>>;
	readonly phase: 'running' | 'stopping' | 'ended';
	/** How it ended, in words; undefined while it runs, or when there is nothing to say. */
	readonly conclusion: string | undefined;
	readonly elapsedMs: number | undefined;
	/** What should be known of it besides. */
	readonly warnings: readonly string[];
	/** When it began to move anything, epoch in ms; undefined until then. */
	readonly startedAt: number | undefined;
	/** When it ended, by the clock of the screen, epoch in ms; undefined while it runs. */
	readonly endedAt: number | undefined;
	/** Those of earlier work too; newest last, bounded. */
	readonly outcomes: readonly TimedOutcome[];
	/** How many outcomes it had itself. */
	readonly own: number;
};

/** Whether step-downs run now. */
export function isRunning(work: Work | undefined): boolean {
	return work !== undefined && work.phase !== 'ended';
}

export type TimedOutcome = {readonly at: number; readonly outcome: MoveOutcome};

/** Events of a run (the executor's events have more fields and fit). */
export type WorkEvent =
	| {
			readonly type: 'run-started';
			readonly at: number;
			readonly planned: number | undefined;
			readonly warnings: readonly string[];
	  }
	| {readonly type: 'move-sent'; readonly at: number; readonly inFlight: number}
	| {readonly type: 'move-ended'; readonly at: number; readonly outcome: MoveOutcome}
	| {readonly type: 'replanned'; readonly at: number}
	| {readonly type: 'run-stopping'; readonly at: number; readonly inFlight: number}
	| {
			readonly type: 'run-ended';
			readonly at: number;
			readonly summary: {
				readonly reason: string | undefined;
				readonly elapsedMs: number;
				readonly warnings: readonly string[];
			};
	  };

/** Work of which nothing has been heard yet; outcomes of earlier work may be carried on. */
export function newWork(
	title: string,
	{
		earlier = [],
		drain,
	}: {
		readonly earlier?: readonly TimedOutcome[] | undefined;
		readonly drain?: string | undefined;
	} = {},
): Work {
	return {
		title,
		drain,
		planned: undefined,
		sent: 0,
		inFlight: 0,
		ended: {
			'as-wanted': 0,
			elsewhere: 0,
			'no-election': 0,
			refused: 0,
			'no-answer': 0,
			void: 0,
			cancelled: 0,
		},
		phase: 'running',
		conclusion: undefined,
		elapsedMs: undefined,
		warnings: [],
		startedAt: undefined,
		endedAt: undefined,
		outcomes: earlier,
		own: 0,
	};
}

/** The work after one more event. */
export function workAfter(work: Work, event: WorkEvent): Work {
	if (event.type === 'run-started') {
		return {...work, planned: event.planned, warnings: event.warnings, startedAt: event.at};
	}

	if (event.type === 'move-sent') {
		return {...work, sent: work.sent + 1, inFlight: event.inFlight};
	}

	if (event.type === 'move-ended') {
		const {result} = event.outcome;
		const wasSent = result !== 'void' && result !== 'cancelled';
		return {
			...work,
			inFlight: Math.max(0, work.inFlight - (wasSent ? 1 : 0)),
			ended: {...work.ended, [result]: work.ended[result] + 1},
			outcomes: [...work.outcomes.slice(1 - outcomesKept), event],
			own: work.own + 1,
		};
	}

	if (event.type === 'run-stopping') {
		return {...work, phase: 'stopping', inFlight: event.inFlight};
	}

	if (event.type === 'run-ended') {
		const {reason, elapsedMs, warnings} = event.summary;
		return {...work, phase: 'ended', inFlight: 0, conclusion: reason, elapsedMs, warnings};
	}

	return work;
}

/** As many as the tallest screens show. */
const outcomesKept = 200;
