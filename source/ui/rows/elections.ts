import {electionKind, type ElectionCause} from '../../domain/election-cause.ts';
import {formatCount} from '../../domain/format.ts';
import {formatElapsed, clockTime} from '../../domain/time.ts';
import type {MoveOutcome, MoveResult} from '../../domain/move.ts';
import {electionsOf} from '../../state/election-record.ts';
import {figure, type Column} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import type {Scene} from './scene.ts';
import type {TimelineEntry} from './timeline.ts';
import {fitParts, form, lineWidth, named, toned, type Line, type Part} from '../text/line.ts';
import type {Tone, Toned} from '../theme.ts';
import {groupName} from './group-words.ts';

/** `elections · 12 planned · 0 unplanned`; first elections of new groups are neither. */
export function electionsTitle({shown, clusters, glyphs}: Scene, width: number): Line {
	const dot = toned(` ${glyphs.dot} `, 'muted');
	const count = (kind: (typeof electionKind)[ElectionCause]) =>
		electionsOf(shown.electionTotals, cause => electionKind[cause] === kind);
	const part = (rank: number, number: number, words: string): Part => [
		form(rank, dot, toned(formatCount(number), 'strong'), ` ${words}`),
	];
	const first = count('first');
	return fitParts(
		[
			[form(1, 'elections')],
			part(3, count('planned'), 'planned'),
			part(2, count('unplanned'), 'unplanned'),
			first > 0 ? part(4, first, first === 1 ? 'new group' : 'new groups') : [],
			clusters.length > 1 ? [form(5, dot, 'all clusters')] : [],
		],
		width,
		0,
	);
}

/** The columns of elections, no wider than these need them; wide enough for captions where these are shown. */
export function electionColumns(
	entries: readonly TimelineEntry[],
	glyphs: Glyphs,
	captions = false,
): readonly Column<TimelineEntry>[] {
	const titled = (title: string) => ({title, width: captions ? title.length : 0});
	const pathTitle = `FROM ${glyphs.arrow} TO`;
	const hasTimes = entries.some(entry => tookWords(entry) !== '');
	return [
		{title: 'TIME', width: 8, rank: 1, cell: ({at}) => toned(clockTime(at), 'muted')},
		{
			...titled('ACCOUNT'),
			whole: 8,
			most: 16,
			rank: 6,
			cell: ({group}) => toned(group.account, 'muted'),
		},
		{
			...titled('GROUP'),
			title: [`STREAM ${glyphs.within} CONSUMER`, 'GROUP'],
			whole: 9,
			most: 40,
			rank: 3,
			cell: ({group}) => groupName(group, glyphs),
		},
		{
			...titled('TO'),
			title: [pathTitle, 'TO'],
			fills: captions ? pathTitle.length : 0,
			whole: 20,
			most: Infinity,
			rank: 2,
			cell: entry => pathOf(entry, glyphs),
		},
		{
			...titled('CAUSE'),
			whole: 12,
			most: Infinity,
			rank: 4,
			cell: (entry, width) => causeWords(entry, width),
		},
		...(hasTimes ? [figure('TOOK', 5, captions ? 4 : 0, tookWords, {whole: Infinity})] : []),
	];
}

/** `n1 → n3`, or `n1 stays`. Where there is no room, both names keep their ends. */
export function pathOf({from = '', to}: TimelineEntry, {arrow}: Pick<Glyphs, 'arrow'>): Line {
	if (to === undefined) {
		return [named(from, 'strong'), toned(' stays', 'strong')];
	}

	const before = from === '' ? [] : [named(from, 'strong'), toned(' ')];
	return [...before, toned(`${arrow} `, 'strong'), named(to, 'strong')];
}

/**
 * Why there was an election, or how a step-down of ours ended that led to none.
 * @param width cells; without room for it, the name of the server or of who asked is left out
 */
export function causeWords({own, cause, who, from = ''}: TimelineEntry, width = Infinity): Toned {
	if (own) {
		const {tone, words} = results[own.result];
		return toned(words(own), tone);
	}

	const {words, tone} = causes[cause ?? 'untold'];
	const text = words.replace('#', () => (cause === 'others' ? (who ?? 'others') : from)).trim();
	const brief = cause === 'others' ? 'by others' : words.replace(/^# /, '');
	return toned(lineWidth([text]) <= width ? text : brief, tone);
}

/** How long the election took from our request on, or else how long the group had no leader; empty where not known. */
export function tookWords({to, own, gapMs}: TimelineEntry): string {
	const tookMs = own ? own.electionMs : gapMs;
	return to === undefined || tookMs === undefined ? '' : formatElapsed(tookMs);
}

type Result = {readonly tone: Tone; readonly words: (outcome: MoveOutcome) => string};

const results: Readonly<Record<MoveResult, Result>> = {
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
