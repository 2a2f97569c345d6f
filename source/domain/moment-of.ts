import {parseDurationMs} from './parse-duration.ts';

/** Times are epoch in ms. */
export type Span = {readonly now: number; readonly startsAt: number; readonly endsAt: number};

/** How a moment of a recording may be written. */
export const momentForms = '14:02, 14:02:30, 2026-01-15T14:02, +10m, -30s, 50%, start or end';

/**
 * The moment that a text names: a time of the day where the operator sits (of the day that is meant, in a recording of
 * several the one nearest to now), a date with a time, a duration from now on or back, a share of the recording.
 * @returns epoch in ms, inside of the recording or not; undefined when the text names none
 */
export function momentOf(text: string, {now, startsAt, endsAt}: Span): number | undefined {
	if (text === 'start' || text === 'end') {
		return text === 'start' ? startsAt : endsAt;
	}

	const share = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text);
	if (share) {
		return startsAt + (Number(share[1]) / 100) * (endsAt - startsAt);
	}

	const [sign] = text;
	if (sign === '+' || sign === '-') {
		const durationMs = parseDurationMs(text.slice(1));
		return durationMs === undefined ? undefined : now + (sign === '+' ? durationMs : -durationMs);
	}

	const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
	if (clock) {
		const [, hours, minutes, seconds = '0'] = clock;
		return timeOfDay(Number(hours), Number(minutes), Number(seconds), {now, startsAt, endsAt});
	}

	const date = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
	return Number.isNaN(date) ? undefined : date;
}

function timeOfDay(
	hours: number,
	minutes: number,
	seconds: number,
	{now, startsAt, endsAt}: Span,
): number | undefined {
	if (hours > 23 || minutes > 59 || seconds > 59) {
		return undefined;
	}

	const candidates = [now, startsAt, endsAt].flatMap(day =>
		[-1, 0, 1].map(days => {
			const date = new Date(day);
			date.setDate(date.getDate() + days);
			return date.setHours(hours, minutes, seconds, 0);
		}),
	);
	const inside = candidates.filter(at => at >= startsAt && at <= endsAt);
	return nearest(inside.length > 0 ? inside : candidates, now);
}

function nearest(times: readonly number[], now: number): number | undefined {
	return times.reduce<number | undefined>(
		(best, at) => (best === undefined || Math.abs(at - now) < Math.abs(best - now) ? at : best),
		undefined,
	);
}

/** The time of the day where the operator sits: `14:02:09`. */
export function clockTime(at: number): string {
	const date = new Date(at);
	return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** The date where the operator sits: `2026-01-15`. */
export function clockDate(at: number): string {
	const date = new Date(at);
	return [String(date.getFullYear()), ...[date.getMonth() + 1, date.getDate()].map(twoDigits)].join(
		'-',
	);
}

function twoDigits(part: number): string {
	return String(part).padStart(2, '0');
}
