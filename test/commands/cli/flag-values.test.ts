import {describe, expect, it} from 'vitest';
import {parseDurationMs} from '../../../source/domain/time.ts';
import {durationFlag, numberFlag, flagName} from '../../../source/commands/cli/flag-values.ts';

describe('parseDurationMs', () => {
	it.each([
		['250ms', 250],
		['1s', 1000],
		['1m30s', 90_000],
		['2h', 7_200_000],
		['1.5s', 1500],
		['5', 5000],
		['500us', 0.5],
		['500\u00B5s', 0.5],
		['2000000ns', 2],
		['.5s', 500],
		['1.5h', 5_400_000],
		['1h2m3s4ms', 3_723_004],
		['2d', 172_800_000],
		['1w', 604_800_000],
	])('reads %s', (text, durationMs) => {
		expect(parseDurationMs(text)).toBe(durationMs);
	});

	it.each(['', 's', '1x', '1 s', '-1s', '1s2', 'ms1', '1sx'])('refuses %j', text => {
		expect(parseDurationMs(text)).toBeUndefined();
	});
});

describe('flags with bounds', () => {
	it('takes the bounds themselves', () => {
		expect(numberFlag({rate: '1'}, 'rate', {min: 1, max: 9})).toBe(1);
		expect(numberFlag({rate: '9'}, 'rate', {min: 1, max: 9})).toBe(9);
		expect(numberFlag({}, 'rate', {min: 1, max: 9})).toBeUndefined();
	});

	it.each(['0.9', '9.1', 'many', 'NaN', 'Infinity'])(
		'refuses a number such as %s by name',
		text => {
			expect(() => numberFlag({maxInFlight: text}, 'maxInFlight', {min: 1, max: 9})).toThrow(
				'--max-in-flight takes a number from 1 to 9',
			);
		},
	);

	it('refuses a fraction where a whole number is needed', () => {
		expect(() => numberFlag({n: '1.5'}, 'n', {min: 1, max: 9, whole: true})).toThrow(
			'--n takes a whole number',
		);
	});

	it('refuses a duration out of bounds', () => {
		const bounds = {minMs: 100, maxMs: 60_000};
		expect(durationFlag({interval: '100ms'}, 'interval', bounds)).toBe(100);
		expect(() => durationFlag({interval: '99ms'}, 'interval', bounds)).toThrow('--interval');
		expect(() => durationFlag({interval: '61s'}, 'interval', bounds)).toThrow('to 60 s');
	});
});

it('spells flags as the user types them', () => {
	expect(flagName('actAs')).toBe('--act-as');
});
