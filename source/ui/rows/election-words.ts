import {cleanText} from '../../domain/clean-text.ts';
import {electionKind, type ElectionCause} from '../../domain/election-cause.ts';
import {formatCount} from '../../domain/format.ts';
import {formatElapsed} from '../../domain/time.ts';
import type {MoveOutcome, MoveResult} from '../../domain/move.ts';
import {electionsOf} from '../../state/election-record.ts';
import {fitParts, type Part} from '../components/fit-parts.tsx';
import type {Glyphs} from '../glyphs.ts';
import type {Scene} from './scene.ts';
import type {TimelineEntry} from './timeline.ts';
import {cellWidth} from '../text/cell-width.ts';
import {clipMiddle} from '../text/clip.ts';
import type {Tone, Toned} from '../theme.ts';

/** `elections · 12 planned · 0 unplanned`; first elections of new groups are neither. */
export function electionsTitle({shown, clusters, glyphs}: Scene, width: number): readonly Toned[] {
	const dot: Toned = {text: ` ${glyphs.dot} `, tone: 'muted'};
	const count = (kind: (typeof electionKind)[ElectionCause]) =>
		electionsOf(shown.electionTotals, cause => electionKind[cause] === kind);
	const part = (rank: number, number: number, words: string): Part => [
		{
			rank,
			text: [
				dot,
				{text: formatCount(number), tone: 'strong'},
				{text: ` ${words}`, tone: 'heading'},
			],
		},
	];
	const first = count('first');
	return fitParts(
		[
			[{rank: 1, text: [{text: 'elections', tone: 'heading'}]}],
			part(3, count('planned'), 'planned'),
			part(2, count('unplanned'), 'unplanned'),
			first > 0 ? part(4, first, first === 1 ? 'new group' : 'new groups') : [],
			clusters.length > 1 ? [{rank: 5, text: [dot, {text: 'all clusters', tone: 'heading'}]}] : [],
		],
		width,
		0,
	);
}

/** `n1 → n3`, or `n1 stays`. Where there is no room, both names keep their ends. */
export function pathWords(
	{from = '', to}: TimelineEntry,
	{arrow, ellipsis}: Glyphs,
	width = Infinity,
): string {
	const words = (room: number) => {
		const [before = '', after = ''] = [from, to ?? ''].map(name =>
			clipMiddle(cleanText(name), room, ellipsis),
		);
		return to === undefined ? `${before} stays` : `${before} ${arrow} ${after}`.trimStart();
	};
	const whole = words(Infinity);
	return cellWidth(whole) <= width
		? whole
		: words(Math.max(1, Math.floor((width - cellWidth(arrow) - 2) / 2)));
}

/**
 * Why there was an election, or how a step-down of ours ended that led to none.
 * @param width cells; without room for its name, the server that led before is not named
 */
export function causeWords({own, cause, who, from = ''}: TimelineEntry, width = Infinity): Toned {
	if (own) {
		const {tone, words} = results[own.result];
		return {text: words(own), tone};
	}

	const {words, tone} = causes[cause ?? 'untold'];
	const text = words.replace('#', () => (cause === 'others' ? (who ?? 'others') : from)).trim();
	return {text: cellWidth(text) <= width ? text : words.replace(/^# /, ''), tone};
}

/** How long the election took from our request on, or else how long the group had no leader; empty where not known. */
export function tookWords({to, own, gapMs}: TimelineEntry): string {
	const tookMs = own ? own.electionMs : gapMs;
	return to === undefined || tookMs === undefined ? '' : formatElapsed(tookMs);
}

const results: Readonly<
	Record<MoveResult, {readonly tone: Tone; readonly words: (outcome: MoveOutcome) => string}>
> = {
	'as-wanted': {tone: 'good', words: () => 'by you'},
	elsewhere: {
		tone: 'warning',
		words: ({move, reason}) =>
			move.to === undefined ? `by you, ${reason ?? 'elected again'}` : `by you, wanted ${move.to}`,
	},
	'no-election': {tone: 'bad', words: ({reason}) => reason ?? 'no election in time'},
	refused: {tone: 'bad', words: ({reason}) => `refused: ${reason ?? 'no reason given'}`},
	'no-answer': {tone: 'bad', words: ({reason}) => reason ?? 'no answer'},
	void: {tone: 'warning', words: ({reason}) => `not sent: ${reason ?? 'the cluster has changed'}`},
	cancelled: {tone: 'muted', words: () => 'not sent: stopped before'},
};

/** `#` stands for the server that led before, or for who asked. */
const causes: Readonly<Record<ElectionCause, {readonly words: string; readonly tone: Tone}>> = {
	ours: {words: 'by you', tone: 'good'},
	others: {words: 'by #', tone: 'text'},
	'lame-duck': {words: '# lame duck', tone: 'text'},
	stopped: {words: '# stopped', tone: 'text'},
	restarted: {words: '# restarted', tone: 'warning'},
	offline: {words: '# offline', tone: 'warning'},
	silent: {words: '# not responding', tone: 'warning'},
	quorum: {words: 'quorum was lost', tone: 'bad'},
	new: {words: 'new group', tone: 'muted'},
	untold: {words: 'unexplained', tone: 'muted'},
};
