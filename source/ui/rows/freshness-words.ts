import {formatDuration, clockDate, clockTime} from '../../domain/time.ts';
import type {ReplayState} from '../../domain/replay-state.ts';
import type {Form, Part} from '../components/fit-parts.tsx';
import type {Glyphs} from '../glyphs.ts';
import type {Freshness} from './freshness.ts';
import {clipWords} from '../text/clip.ts';
import type {Tone} from '../theme.ts';

/**
 * How far the picture can be trusted: a sign, a word, and where there is room what is wrong.
 * @param room cells for all of it
 */
export function freshnessPart(freshness: Freshness, glyphs: Glyphs, room = Infinity): Part {
	if (freshness.type === 'live') {
		const sign = {text: glyphs.live, tone: 'good'} as const;
		const words = ` live ${intervalWords(freshness.intervalMs)}`;
		return [
			{rank: 1, text: [sign]},
			{rank: 2, text: [sign, {text: words, tone: 'text'}]},
		];
	}

	if (freshness.type === 'frozen') {
		const words = ` FROZEN ${formatDuration(freshness.ageMs)} `;
		return [{rank: 1, text: [{text: words, tone: 'badge'}]}];
	}

	const tone: Tone =
		freshness.type === 'waiting' || freshness.type === 'partial' ? 'warning' : 'bad';
	const words = `${glyphs.notLive} ${wordsOf(freshness)}`;
	const detail = 'detail' in freshness ? freshness.detail : undefined;
	// Where and what is wrong; what to do about it stands with the diagnosis.
	const brief = clipWords(
		detail?.replace(/;.*/, '') ?? '',
		room - words.length - 1,
		glyphs.ellipsis,
	);
	return [
		form(1, glyphs.notLive, tone),
		form(2, words, tone),
		form(3, brief === '' ? '' : `${words} ${brief}`, tone),
	];
}

function wordsOf(freshness: Exclude<Freshness, {type: 'live' | 'frozen'}>): string {
	if (freshness.type === 'partial') {
		return `partial: ${freshness.missing.length} of ${freshness.of} not seen`;
	}

	const age = 'ageMs' in freshness ? ` ${formatDuration(freshness.ageMs)}` : '';
	return words[freshness.type] + age;
}

const words = {
	waiting: 'waiting',
	stale: 'stale',
	reconnecting: 'reconnecting',
	closed: 'disconnected',
	ended: 'end of recording',
} as const;

/** `500ms`, `1s`, `1.5s`. */
export function intervalWords(intervalMs: number): string {
	return intervalMs < 1000 ? `${intervalMs}ms` : `${Math.round(intervalMs / 100) / 10}s`;
}

/** Where a replay stands: how it goes on, the recorded time, how much of it is over. `dated`: there is room for the date. */
export function replayParts(
	replay: ReplayState,
	{play, pause, end}: Glyphs,
	dated: boolean,
): readonly Part[] {
	const {at, startsAt, endsAt, speed, phase, isIncomplete} = replay;
	const share = endsAt > startsAt ? Math.floor(((at - startsAt) / (endsAt - startsAt)) * 100) : 100;
	const sign = {
		playing: `${play} ${speedWords(speed)}`,
		paused: `${pause} paused`,
		seeking: `${play}${play}`,
		ended: `${end} end`,
	}[phase];
	return [
		isIncomplete ? [form(2, 'DAMAGED', 'bad')] : [],
		[form(3, sign, phase === 'playing' ? 'good' : 'warning')],
		[form(1, `${dated ? `${clockDate(at)} ` : ''}${clockTime(at)}`, 'text')],
		phase === 'ended' ? [] : [form(4, `${share}%`, 'muted')],
	];
}

function form(rank: number, text: string, tone: Tone): Form {
	return {rank, text: [{text, tone}]};
}

/** `4x`, `0.25x`. */
export function speedWords(speed: number): string {
	return `${speed}x`;
}
