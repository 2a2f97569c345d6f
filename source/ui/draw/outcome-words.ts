import {formatElapsed} from '../../domain/format-duration.ts';
import type {MoveOutcome, MoveResult} from '../../domain/move.ts';
import type {Tone} from '../theme.ts';

/** How a step-down of ours ended: `as wanted, 28 ms`, `wanted n3, got n2`, the server's own words. */
export function outcomeWords(outcome: MoveOutcome): {readonly text: string; readonly tone: Tone} {
	const {tone, words} = results[outcome.result];
	return {text: words(outcome), tone};
}

const results: Readonly<
	Record<MoveResult, {readonly tone: Tone; readonly words: (outcome: MoveOutcome) => string}>
> = {
	'as-wanted': {
		tone: 'good',
		words: outcome => (outcome.move.to === undefined ? 'done' : 'as wanted') + took(outcome),
	},
	elsewhere: {
		tone: 'warning',
		words: outcome =>
			outcome.move.to === undefined
				? (outcome.reason ?? 'elected again')
				: `wanted ${outcome.move.to}, got ${outcome.elected ?? 'nobody'}${took(outcome)}`,
	},
	'no-election': {tone: 'bad', words: ({reason}) => reason ?? 'no election was seen in time'},
	refused: {tone: 'bad', words: ({reason}) => `refused: ${reason ?? 'without a reason'}`},
	'no-answer': {tone: 'bad', words: ({reason}) => reason ?? 'nobody answered'},
	void: {tone: 'warning', words: ({reason}) => `not sent: ${reason ?? 'things have changed'}`},
	cancelled: {tone: 'muted', words: () => 'not sent: stopped before'},
};

function took({electionMs}: MoveOutcome): string {
	return electionMs === undefined ? '' : `, ${formatElapsed(electionMs)}`;
}
