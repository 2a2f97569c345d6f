import {describe, expect, it} from 'vitest';
import {
	formatBytes,
	formatChange,
	formatCount,
	formatRate,
	formatRatio,
} from '../../source/domain/format.ts';

describe('formatCount', () => {
	it.each([
		[undefined, '-'],
		[Number.NaN, '-'],
		[0, '0'],
		[999, '999'],
		[999.6, '1.0k'],
		[1000, '1.0k'],
		[8123, '8.1k'],
		[18_249, '18.2k'],
		[99_949, '99.9k'],
		[99_951, '100k'],
		[182_400, '182k'],
		[999_600, '1.0M'],
		[1_234_567, '1.2M'],
		[3e12, '3.0T'],
		[-68, '-68'],
		[-1200, '-1.2k'],
	])('%s is %s', (count, text) => {
		expect(formatCount(count)).toBe(text);
	});

	it('never takes more than five characters', () => {
		for (let count = 1; count < 1e17; count *= 1.07) {
			expect(formatCount(count).length).toBeLessThanOrEqual(5);
		}
	});
});

describe('formatRate', () => {
	it.each([
		[undefined, '-'],
		[0, '0'],
		[0.01, '0.1'],
		[0.44, '0.4'],
		[9.94, '9.9'],
		[9.96, '10'],
		[8100, '8.1k'],
	])('%s a second is %s', (rate, text) => {
		expect(formatRate(rate)).toBe(text);
	});
});

describe('formatChange', () => {
	it.each([
		[undefined, '-'],
		[0, '0'],
		[0.2, '0'],
		[56, '+56'],
		[-68, '-68'],
	])('%s is %s', (change, text) => {
		expect(formatChange(change)).toBe(text);
	});
});

describe('formatBytes', () => {
	it.each([
		[undefined, '-'],
		[0, '0'],
		[512, '512B'],
		[1000, '1.0K'],
		[1024, '1.0K'],
		[325_058_560, '310M'],
		[1_288_490_189, '1.2G'],
		[2 ** 50, '1.0P'],
	])('%s is %s', (bytes, text) => {
		expect(formatBytes(bytes)).toBe(text);
	});

	it('never takes more than four characters', () => {
		for (let bytes = 1; bytes < 2 ** 59; bytes *= 1.07) {
			expect(formatBytes(bytes).length).toBeLessThanOrEqual(4);
		}
	});
});

describe('formatRatio', () => {
	it.each([
		[undefined, '-'],
		[0, '0.00'],
		[1.8, '1.80'],
		[9.994, '9.99'],
		[9.996, '10.0'],
		[99.96, '100'],
	])('%s is %s', (ratio, text) => {
		expect(formatRatio(ratio)).toBe(text);
	});
});
