/** How long something lasts or lies back, in at most four characters, rounded down: `0s`, `45s`, `2m`, `3h`, `9d`, `3y`. */
export function formatDuration(durationMs: number): string {
	const largest = (['y', 'd', 'h', 'm'] as const).find(unit => durationMs >= unitMs[unit]) ?? 's';
	return `${Math.max(0, Math.floor(durationMs / unitMs[largest]))}${largest}`;
}

/** How long something took: `28 ms`, `1.9 s`, `2m 05s`. */
export function formatElapsed(elapsedMs: number): string {
	const rounded = Math.max(0, Math.round(elapsedMs));
	if (rounded < 1000) {
		return `${rounded} ms`;
	}

	if (rounded < 59_950) {
		return `${(rounded / 1000).toFixed(1)} s`;
	}

	const seconds = Math.round(rounded / 1000);
	return `${Math.floor(seconds / 60)}m ${String(seconds % 60).padStart(2, '0')}s`;
}

const unitMs = {
	ns: 1e-6,
	us: 1e-3,
	// The two signs for micro that Go takes.
	'\u00B5s': 1e-3,
	'\u03BCs': 1e-3,
	ms: 1,
	s: 1000,
	m: 60_000,
	h: 3_600_000,
	d: 86_400_000,
	w: 7 * 86_400_000,
	y: 365 * 86_400_000,
};

/**
 * A duration as Go and the `nats` CLI spell it: `500us`, `250ms`, `1m30s`, `1.5h`, `2d`; a bare number means seconds.
 * @returns ms; undefined when the text is no duration
 */
export function parseDurationMs(text: string): number | undefined {
	if (/^\d+(\.\d+)?$/.test(text)) {
		return Number(text) * 1000;
	}

	if (!/^((\d+\.?\d*|\.\d+)([nmu\u00B5\u03BC]s|[smhdwy]))+$/.test(text)) {
		return undefined;
	}

	const units = new Map(Object.entries(unitMs));
	return [...text.matchAll(/([\d.]+)([^\d.]+)/g)].reduce(
		(sum, [, amount, unit = '']) => sum + Number(amount) * (units.get(unit) ?? 0),
		0,
	);
}

/** The present moment of a recording and its ends, epoch in ms. */
export type Span = {readonly now: number; readonly startsAt: number; readonly endsAt: number};

/** How a moment of a recording may be written. */
export const momentForms = '14:02, 14:02:30, 2026-01-15T14:02, +10m, -30s, 50%, start or end';

/**
 * The moment that a text in one of the `momentForms` names. A time of day is local, and in a recording of several days
 * the one nearest to now.
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
	return (inside.length > 0 ? inside : candidates)
		.toSorted((a, b) => Math.abs(a - now) - Math.abs(b - now))
		.at(0);
}

/** The local time of day: `14:02:09`. */
export function clockTime(at: number): string {
	const date = new Date(at);
	return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** The local date: `2026-01-15`. */
export function clockDate(at: number): string {
	const date = new Date(at);
	const [month, day] = [date.getMonth() + 1, date.getDate()].map(twoDigits);
	return `${date.getFullYear()}-${month}-${day}`;
}

/** For readers elsewhere: `2026-01-15 14:00:00 UTC`. */
export function utcTime(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function twoDigits(part: number): string {
	return String(part).padStart(2, '0');
}
