import {formatElapsed} from '../../domain/format-duration.ts';
import type {MoveOutcome} from '../../domain/move.ts';
import type {Tone} from '../theme.ts';

/** How a step-down of ours ended: `as wanted, 28 ms`, `wanted n3, got n2`, the server's own words. */
export function outcomeWords({move, result, elected, electionMs, reason}: MoveOutcome): {
	readonly text: string;
	readonly tone: Tone;
} {
	const took = electionMs === undefined ? '' : `, ${formatElapsed(electionMs)}`;
	switch (result) {
		case 'as-wanted':
			return {text: move.to === undefined ? `done${took}` : `as wanted${took}`, tone: 'good'};
		case 'elsewhere':
			return {text: `wanted ${move.to ?? 'another'}, got ${elected ?? '-'}${took}`, tone: 'warning'};
		case 'no-election':
			return {text: reason ?? 'no election was seen in time', tone: 'bad'};
		case 'refused':
			return {text: `refused: ${reason ?? 'without a reason'}`, tone: 'bad'};
		case 'no-answer':
			return {text: `no answer: ${reason ?? 'nobody is there'}`, tone: 'bad'};
		case 'void':
			return {text: `not sent: ${reason ?? 'things have changed'}`, tone: 'warning'};
		case 'cancelled':
			return {text: 'not sent: stopped before', tone: 'muted'};
	}
}
