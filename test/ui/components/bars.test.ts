import {describe, expect, it} from 'vitest';
import {barCells, barScale, changeCells, sparkline} from '../../../source/ui/components/bars.ts';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/ui/glyphs.ts';
import type {Toned} from '../../../source/ui/theme.ts';

const textOf = (cells: readonly Toned[]) => cells.map(({text}) => text).join('');

const scale = barScale({average: 10, most: 18, threshold: 1.5}, 20);
const bar = (leaders: number, glyphs = unicodeGlyphs) =>
	textOf(barCells(leaders, scale, 'load', glyphs));

describe('a bar', () => {
	it('marks the fair share and the threshold where they are', () => {
		// Twice the average fills 20 cells: the average ends cell 10, one and a half cell 15.
		expect(bar(0)).toBe('          │    ¦    ');
		expect(bar(10)).toBe('██████████│    ¦    ');
		expect(bar(18)).toBe('██████████│████¦██  ');
	});

	it('draws eighths of a cell', () => {
		expect([1, 2, 3, 4, 5, 6, 7, 8].map(eighth => bar(3 + eighth / 8).slice(3, 4))).toEqual([
			'▏',
			'▎',
			'▍',
			'▌',
			'▋',
			'▊',
			'▉',
			'█',
		]);
	});

	it('never draws nothing for something', () => {
		expect(bar(0.001).slice(0, 2)).toBe('▏ ');
	});

	it('says the same in ASCII', () => {
		expect(bar(18, asciiGlyphs)).toBe('##########|####:##  ');
		expect(bar(0.1, asciiGlyphs).slice(0, 2)).toBe('- ');
	});

	it('does not rescale while nobody has more than twice the average', () => {
		const other = barScale({average: 10, most: 20, threshold: 1.5}, 20);
		expect(other).toEqual(scale);
	});

	it('shrinks so that the fullest server fits', () => {
		const crowded = barScale({average: 10, most: 40, threshold: 1.5}, 20);
		expect(textOf(barCells(40, crowded, 'hot', unicodeGlyphs))).toBe('█████│█¦████████████');
	});

	it.each([0, 1, 2, 3, 7])('keeps its width of %i cells', width => {
		for (const leaders of [0, 1, 10, 40]) {
			const narrow = barScale({average: 10, most: 40, threshold: 1.5}, width);
			expect(textOf(barCells(leaders, narrow, 'load', unicodeGlyphs))).toHaveLength(width);
		}
	});

	it('marks nothing in an empty cluster', () => {
		const empty = barScale({average: 0, most: 0, threshold: 1.5}, 5);
		expect(textOf(barCells(0, empty, 'load', unicodeGlyphs))).toBe('     ');
	});
});

describe('a bar of change', () => {
	const change = (now: number, least: number, most = least) =>
		textOf(changeCells(now, {least, most}, scale, unicodeGlyphs));

	it('shows what leaves and what comes', () => {
		expect(change(14, 8)).toBe('████████░░│░░░ ¦    ');
		expect(change(4, 8)).toBe('████▓▓▓▓  │    ¦    ');
		expect(change(5, 5)).toBe('█████     │    ¦    ');
	});

	it('shows what may come where the groups choose', () => {
		expect(change(4, 4, 7)).toBe('████▒▒▒   │    ¦    ');
		expect(change(9, 6, 8)).toBe('██████▒▒░ │    ¦    ');
	});
});

describe('a sparkline', () => {
	const trend = (samples: number[], width = 8) => sparkline(samples, 16, width, unicodeGlyphs);

	it('ends with the newest and leaves nothing blank', () => {
		expect(trend([2, 4, 8, 16, 0, 0, 1])).toBe(' ▁▂▄█  ▁');
	});

	it('shows the last ones of many', () => {
		expect(trend([16, 16, 16, 2, 2], 2)).toBe('▁▁');
	});

	it('stays in its cell when there are more leaders than the scale has', () => {
		expect(trend([99], 1)).toBe('█');
	});
});
