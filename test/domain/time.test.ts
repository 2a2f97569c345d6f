import {describe, expect, it} from 'vitest';
import {formatDuration, formatElapsed, momentOf} from '../../source/domain/time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const at = (day: number, hours: number, minutes = 0, seconds = 0) =>
	new Date(2026, 0, day, hours, minutes, seconds).getTime();

/** From the evening of the 14th until the morning of the 16th, seen from noon of the 15th. */
const days = {startsAt: at(14, 20), now: at(15, 12), endsAt: at(16, 9)};

describe('momentOf', () => {
	it.each<[string, number]>([
		['start', at(14, 20)],
		['end', at(16, 9)],
		['+10m', at(15, 12, 10)],
		['-1h30m', at(15, 10, 30)],
		['+90', at(15, 12, 1, 30)],
		['0%', at(14, 20)],
		['100%', at(16, 9)],
		['13:05', at(15, 13, 5)],
		['9:59:30', at(15, 9, 59, 30)],
		// Of the days on which it is in the recording, the nearest.
		['21:00', at(15, 21)],
		['02:00', at(15, 2)],
		['2026-01-16T08:00', at(16, 8)],
		['2026-01-16 08:00:30', at(16, 8, 0, 30)],
	])('finds %s', (text, moment) => {
		expect(momentOf(text, days)).toBe(moment);
	});

	it('names a time of another day when it is in no day of the recording', () => {
		const hour = {startsAt: at(15, 14), now: at(15, 14, 30), endsAt: at(15, 15)};
		expect(momentOf('16:00', hour)).toBe(at(15, 16));
		expect(momentOf('14:10', hour)).toBe(at(15, 14, 10));
	});

	it('finds a time after midnight of a recording that began before', () => {
		const night = {startsAt: at(14, 23), now: at(14, 23), endsAt: at(15, 1)};
		expect(momentOf('0:30', night)).toBe(at(15, 0, 30));
	});

	it.each([
		'',
		'noon',
		'25:00',
		'12:60',
		'12',
		'+',
		'+x',
		'-',
		'1e3%',
		'2026-13-45T99:99',
		'12:0',
		'%',
	])('finds nothing in %j', text => {
		expect(momentOf(text, days)).toBeUndefined();
	});
});

describe('formatDuration', () => {
	it.each([
		[-5, '0s'],
		[999, '0s'],
		[45 * second, '45s'],
		[minute - 1, '59s'],
		[2 * minute, '2m'],
		[3 * hour + minute, '3h'],
		[9 * day, '9d'],
		[400 * day, '1y'],
	])('%s ms last %s', (ms, text) => {
		expect(formatDuration(ms)).toBe(text);
	});
});

describe('formatElapsed', () => {
	it.each([
		[0, '0 ms'],
		[28.4, '28 ms'],
		[999.7, '1.0 s'],
		[1900, '1.9 s'],
		[59_949, '59.9 s'],
		[59_960, '1m 00s'],
		[125 * second, '2m 05s'],
	])('%s ms took %s', (ms, text) => {
		expect(formatElapsed(ms)).toBe(text);
	});
});
