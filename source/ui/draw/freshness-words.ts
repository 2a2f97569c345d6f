import {formatDuration} from '../../domain/format-duration.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Freshness} from '../scene/freshness.ts';
import {span, type Line} from '../text/line.ts';

/** How far the picture can be trusted, in a sign and a word. */
export function drawFreshness(freshness: Freshness, {live, notLive}: Glyphs): Line {
	if (freshness.type === 'live') {
		return [span(live, 'good'), span(` live ${intervalWords(freshness.intervalMs)}`)];
	}

	if (freshness.type === 'frozen') {
		return [span(` FROZEN ${formatDuration(freshness.ageMs)} `, 'badge')];
	}

	const tone = freshness.type === 'waiting' || freshness.type === 'partial' ? 'warning' : 'bad';
	const words = span(`${notLive} ${wordsOf(freshness)}`, tone);
	const detail = 'detail' in freshness ? freshness.detail : undefined;
	// Where and what is wrong; what to do about it stands with the diagnosis.
	return detail === undefined ? [words] : [words, span(` ${detail.replace(/;.*/, '')}`, tone)];
}

function wordsOf(freshness: Exclude<Freshness, {type: 'live' | 'frozen'}>): string {
	if (freshness.type === 'partial') {
		return `partial: ${freshness.missing.length} of ${freshness.of} unseen`;
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
