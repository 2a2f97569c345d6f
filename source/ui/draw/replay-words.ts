import type {Glyphs} from '../glyphs.ts';
import type {ReplayState} from '../../domain/replay-state.ts';
import {span, type Line} from '../text/line.ts';
import {clockTime} from './clock-time.ts';

/** Where a replay stands: how it goes on, the recorded time, how much of it is over. `dated`: there is room for the date. */
export function drawReplay(replay: ReplayState, {play, pause, end}: Glyphs, dated: boolean): Line {
	const {at, startsAt, endsAt, speed, phase, isIncomplete} = replay;
	const share = endsAt > startsAt ? Math.floor(((at - startsAt) / (endsAt - startsAt)) * 100) : 100;
	const sign = {
		playing: `${play} ${speedWords(speed)}`,
		paused: `${pause} paused`,
		seeking: `${play}${play}`,
		ended: `${end} end`,
	}[phase];
	return [
		...(isIncomplete ? [span('DAMAGED', 'bad'), span(' ')] : []),
		span(sign, phase === 'playing' ? 'good' : 'warning'),
		span(` ${dated ? `${dateOf(at)} ` : ''}${clockTime(at)}`),
		...(phase === 'ended' ? [] : [span(` ${share}%`, 'muted')]),
	];
}

/** The date where the operator sits: `2026-01-15`. */
function dateOf(at: number): string {
	const date = new Date(at);
	const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
	return [year, ...[month, day].map(part => String(part).padStart(2, '0'))].join('-');
}

/** `4x`, `0.25x`. */
export function speedWords(speed: number): string {
	return `${speed}x`;
}
