import {cleanText} from '../domain/clean-text.ts';
import type {MoveOutcome, MoveResult} from '../domain/move.ts';

/** How a step-down ended, in one line of the normal screen: `SHOP ORDERS › audit: n1 → n3, as wanted, 28 ms`. */
export function outcomeText({
	move,
	group,
	result,
	elected,
	electionMs,
	reason,
}: MoveOutcome): string {
	const {account, stream, consumer} = group;
	const within = consumer === undefined ? '' : ` › ${cleanText(consumer)}`;
	const name = `${cleanText(account)} ${cleanText(stream)}${within}`;
	const way = `${cleanText(move.from)} → ${cleanText(elected ?? move.to ?? '?')}`;
	const details = [
		// Without a wish there is nothing that it could be as.
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
