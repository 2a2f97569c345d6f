import type {ReplayState} from '../../domain/replay-state.ts';
import {clockDate, clockTime, formatDuration} from '../../domain/time.ts';
import type {Glyphs} from '../glyphs.ts';
import type {ScreenState} from '../screen-state.ts';
import {form, toned, type Part} from '../text/line.ts';
import {clipWords} from '../text/width.ts';
import type {World} from '../world.ts';

/** How far the picture can be trusted. */
export type Freshness =
	| {readonly type: 'waiting'}
	| {readonly type: 'live'; readonly intervalMs: number}
	/** Some servers' inventories have not been seen. */
	| {readonly type: 'partial'; readonly missing: readonly string[]; readonly of: number}
	/** Nothing has been heard for much longer than the interval. */
	| {readonly type: 'stale'; readonly ageMs: number}
	| {readonly type: 'reconnecting'; readonly ageMs: number; readonly detail: string | undefined}
	| {readonly type: 'closed'; readonly ageMs: number; readonly detail: string | undefined}
	/** Held still by the operator; the cluster goes on. */
	| {readonly type: 'frozen'; readonly ageMs: number}
	/** A recording that has come to its end. */
	| {readonly type: 'ended'};

export function freshnessOf(
	{frozen, intervalMs}: Pick<ScreenState, 'frozen' | 'intervalMs'>,
	{view, now, origin}: Pick<World, 'view' | 'now' | 'origin'>,
): Freshness {
	if (frozen) {
		return {type: 'frozen', ageMs: now - frozen.at};
	}

	const {state, at, detail} = view.connection;
	if (state === 'closed' && origin.recorded) {
		return {type: 'ended'};
	}

	if (state !== 'connected' && view.now > 0) {
		return {type: state, ageMs: now - at, detail};
	}

	if (view.servers.size === 0) {
		return {type: 'waiting'};
	}

	const ageMs = now - view.now;
	if (ageMs > (origin.recorded ? recordedStaleMs : Math.max(minimumStaleMs, intervalMs * 3))) {
		return {type: 'stale', ageMs};
	}

	return view.missing.length > 0
		? {type: 'partial', missing: view.missing, of: view.servers.size}
		: {type: 'live', intervalMs};
}

/** Whether the numbers are those of now, as far as they go. */
export function isFresh({type}: Freshness): boolean {
	return type === 'live' || type === 'partial' || type === 'waiting' || type === 'ended';
}

/** One late answer is no news. */
const minimumStaleMs = 5000;

/** How often somebody else looked is not known, but for the least often that can be chosen. */
const recordedStaleMs = 3 * 60_000;

/**
 * How far the picture can be trusted: a sign, a word, and where there is room what is wrong.
 * @param room cells for all of it
 */
export function freshnessPart(freshness: Freshness, glyphs: Glyphs, room = Infinity): Part {
	if (freshness.type === 'live') {
		const sign = toned(glyphs.live, 'good');
		return [form(1, sign), form(2, sign, ` live ${intervalWords(freshness.intervalMs)}`)];
	}

	if (freshness.type === 'frozen') {
		return [form(1, toned(` FROZEN ${formatDuration(freshness.ageMs)} `, 'badge'))];
	}

	const isMild = freshness.type === 'waiting' || freshness.type === 'partial';
	const tone = isMild ? 'warning' : 'bad';
	const words = `${glyphs.notLive} ${wordsOf(freshness)}`;
	const detail = 'detail' in freshness ? (freshness.detail ?? '') : '';
	const parts = [form(1, toned(glyphs.notLive, tone)), form(2, toned(words, tone))];
	// Where and what is wrong; what to do about it stands with the diagnosis.
	const brief = clipWords(detail.replace(/;.*/, ''), room - words.length - 1, glyphs.ellipsis);
	return brief === '' ? parts : [...parts, form(3, toned(`${words} ${brief}`, tone))];
}

function wordsOf(freshness: Exclude<Freshness, {type: 'live' | 'frozen'}>): string {
	switch (freshness.type) {
		case 'partial':
			return `partial: ${freshness.missing.length} of ${freshness.of} not seen`;
		case 'waiting':
			return 'waiting';
		case 'ended':
			return 'end of recording';
		case 'closed':
			return `disconnected ${formatDuration(freshness.ageMs)}`;
		default:
			return `${freshness.type} ${formatDuration(freshness.ageMs)}`;
	}
}

/** `500ms`, `1s`, `1.5s`. */
export function intervalWords(intervalMs: number): string {
	return intervalMs < 1000 ? `${intervalMs}ms` : `${Math.round(intervalMs / 100) / 10}s`;
}

/** Where a replay stands: how it goes on, the recorded time, how much of it is over. `dated`: there is room for the date. */
export function replayParts(
	{at, startsAt, endsAt, speed, phase, isIncomplete}: ReplayState,
	{play, pause, end}: Glyphs,
	dated: boolean,
): readonly Part[] {
	const share = endsAt > startsAt ? Math.floor(((at - startsAt) / (endsAt - startsAt)) * 100) : 100;
	const sign = {
		playing: `${play} ${speedWords(speed)}`,
		paused: `${pause} paused`,
		seeking: `${play}${play}`,
		ended: `${end} end`,
	}[phase];
	return [
		isIncomplete ? [form(2, toned('DAMAGED', 'bad'))] : [],
		[form(3, toned(sign, phase === 'playing' ? 'good' : 'warning'))],
		[form(1, `${dated ? `${clockDate(at)} ` : ''}${clockTime(at)}`)],
		phase === 'ended' ? [] : [form(4, toned(`${share}%`, 'muted'))],
	];
}

/** `4x`, `0.25x`. */
export function speedWords(speed: number): string {
	return `${speed}x`;
}
