import type {MoveOutcome, MoveResult} from '../domain/move.ts';
import type {RunEvent} from '../executor/run.ts';
import {steadyNow} from '../time/clock.ts';
import {newWork, workAfter, type Work} from '../domain/work.ts';

/** One act and how it ended. */
export type ActEnd =
	| {readonly type: 'move'; readonly outcome: MoveOutcome}
	| {readonly type: 'meta'; readonly text: string};

/** The acts of a screen as it shows them: the one that runs, or ran last, and how all of them ended. */
type ShownWork = {
	readonly now: () => Work | undefined;
	/** In the order in which they ended. */
	readonly log: () => readonly ActEnd[];
	/** @param drain the server that it empties */
	readonly begin: (title: string, drain?: string) => void;
	readonly follow: (event: RunEvent) => void;
	readonly stopping: () => void;
	/** @param result how the one step-down of this work ended, where it was sent */
	readonly conclude: (conclusion: string, result?: MoveResult) => void;
	/** Keeps an end that no run tells of. */
	readonly note: (end: ActEnd) => void;
};

/** How many ends are kept for the summary: more than an operator reads, less than a week of keeping even fills. */
const keptEnds = 10_000;

export function createShownWork(onChange: () => void): ShownWork {
	const log: ActEnd[] = [];
	let work: Work | undefined;

	function show(next: Work): void {
		work = next.phase === 'ended' ? {...next, endedAt: steadyNow()} : next;
		onChange();
	}

	function note(end: ActEnd): void {
		log.push(end);
		log.splice(0, log.length - keptEnds);
	}

	return {
		now: () => work,
		log: () => log,
		begin(title, drain) {
			show(newWork(title, {earlier: work?.outcomes, drain}));
		},
		follow(event) {
			if (event.type === 'move-ended') {
				note({type: 'move', outcome: event.outcome});
			}

			if (work) {
				show(workAfter(work, event));
			}
		},
		stopping() {
			if (work) {
				show({...work, phase: 'stopping'});
			}
		},
		conclude(conclusion, result) {
			if (work) {
				const counted = result && {planned: 1, sent: 1, ended: {...work.ended, [result]: 1}};
				show({...work, ...counted, phase: 'ended', inFlight: 0, conclusion});
			}
		},
		note,
	};
}
