import {cleanText} from '../domain/clean-text.ts';
import type {MoveOutcome, MoveResult} from '../domain/move.ts';
import {groupName} from '../domain/raft-group.ts';
import {newWork, type Work, workAfter} from '../domain/work.ts';
import type {RunEvent} from '../executor/run.ts';
import {steadyNow} from '../time/clock.ts';

/** One act and how it ended. */
export type ActEnd =
	| {readonly type: 'move'; readonly outcome: MoveOutcome}
	| {readonly type: 'meta'; readonly text: string};

/** Ends that are kept for the summary: more than an operator reads. */
const keptEnds = 10_000;

/** The acts of a screen: the one that runs, or ran last, and how all of them ended. */
export function createWorkLog(onChange: () => void) {
	const log: ActEnd[] = [];
	let work: Work | undefined;

	function show(next: Work): void {
		work = next.phase === 'ended' ? {...next, endedAt: steadyNow()} : next;
		onChange();
	}

	/** Keeps how an act ended. */
	function note(end: ActEnd): void {
		log.push(end);
		log.splice(0, log.length - keptEnds);
	}

	return {
		now: () => work,
		/** In the order in which they ended. */
		log: (): readonly ActEnd[] => log,
		/** @param drain the server that it empties */
		begin(title: string, drain?: string) {
			show(newWork(title, {earlier: work?.outcomes, drain}));
		},
		follow: (event: RunEvent): void => {
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
		/** @param result how the one step-down of this act ended, where it was sent */
		conclude(conclusion: string, result?: MoveResult) {
			if (work) {
				const counted = result && {planned: 1, sent: 1, ended: {...work.ended, [result]: 1}};
				show({...work, ...counted, phase: 'ended', inFlight: 0, conclusion});
			}
		},
		note,
	};
}

/** An act and how it ended, in one line. */
export function actText(end: ActEnd): string {
	return end.type === 'meta' ? cleanText(end.text) : outcomeText(end.outcome);
}

/** How a step-down ended, in one line of the normal screen: `SHOP ORDERS › audit: n1 → n3, as wanted, 28 ms`. */
export function outcomeText({
	move,
	group,
	result,
	elected,
	electionMs,
	reason,
}: MoveOutcome): string {
	const name = cleanText(groupName(group), 800);
	const way = `${cleanText(move.from)} → ${cleanText(elected ?? move.to ?? '?')}`;
	const details = [
		// Where no server was wanted, none is 'as wanted'.
		result === 'as-wanted' && move.to === undefined ? 'done' : resultWords[result],
		...(electionMs === undefined ? [] : [`${Math.round(electionMs)} ms`]),
		...(reason === undefined ? [] : [cleanText(reason)]),
	];
	return `${name}: ${way}, ${details.join(', ')}`;
}

/** How it ended, in words. */
export const resultWords: Readonly<Record<MoveResult, string>> = {
	'as-wanted': 'as wanted',
	elsewhere: 'went elsewhere',
	'no-election': 'no election seen',
	refused: 'refused',
	'no-answer': 'no answer',
	void: 'not sent, the cluster had changed',
	cancelled: 'not sent, stopped',
};
