import {formatDuration} from '../../domain/format-duration.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Freshness} from '../scene/freshness.ts';
import {span, type Line} from '../text/line.ts';

/** How far the picture can be trusted, in a sign and a word. */
export function drawFreshness(freshness: Freshness, {live, notLive}: Glyphs): Line {
	switch (freshness.type) {
		case 'waiting':
			return [span(`${notLive} waiting`, 'warning')];
		case 'live':
			return [span(live, 'good'), span(` live ${intervalWords(freshness.intervalMs)}`)];
		case 'partial':
			return [
				span(`${notLive} partial: ${freshness.missing.length} of ${freshness.of} unseen`, 'warning'),
			];
		case 'stale':
			return [span(`${notLive} stale ${formatDuration(freshness.ageMs)}`, 'bad')];
		case 'reconnecting':
			return [span(`${notLive} reconnecting ${formatDuration(freshness.ageMs)}`, 'bad')];
		case 'closed':
			return [span(`${notLive} disconnected ${formatDuration(freshness.ageMs)}`, 'bad')];
		case 'frozen':
			return [span(` FROZEN ${formatDuration(freshness.ageMs)} `, 'badge')];
		case 'ended':
			return [span(`${notLive} end of recording`)];
	}
}

/** `500ms`, `1s`, `1.5s`. */
export function intervalWords(intervalMs: number): string {
	return intervalMs < 1000 ? `${intervalMs}ms` : `${Math.round(intervalMs / 100) / 10}s`;
}
