import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/ui/glyphs.ts';
import {fitParts, form, type Part} from '../../../source/ui/text/line.ts';
import {
	cellWidth,
	clipEnd,
	clipMiddle,
	clipWords,
	styledWidth,
	wrapText,
} from '../../../source/ui/text/width.ts';
import {seededRandom} from '../../support/random.ts';

describe('cellWidth', () => {
	it.each(['plain', 'ÄÖ·Δ', '日本', 'e\u0301', '👩‍👩‍👧', '', '│¦█▏★↑■▸▹●○…─┬┴'])(
		'agrees with the terminal about %j',
		text => {
			expect(cellWidth(text)).toBe(stringWidth(text));
		},
	);

	it('agrees with string-width about every character of the Basic Multilingual Plane', () => {
		const wrong = [];
		for (let code = 0x20; code < 0xd8_00; code++) {
			const text = String.fromCodePoint(code);
			if (cellWidth(text) !== stringWidth(text)) {
				wrong.push(code.toString(16));
			}
		}

		expect(wrong).toEqual([]);
	});

	it('leaves out colours, and measures the rest as string-width does', () => {
		const random = seededRandom(7);
		const pieces = [
			'n1 ',
			'│',
			'█▌',
			'⣀⠉',
			'日本',
			'👩‍👩‍👧',
			'é',
			'नि',
			'می‌خواهم',
			'\u001B[1m',
			'\u001B[38;5;28m',
			'\u001B[39m',
			'\u001B]8;;x\u0007',
		];
		for (let round = 0; round < 500; round++) {
			const text = Array.from({length: random.below(12)}, () => random.pick(pieces)).join('');
			expect([text, styledWidth(text)]).toEqual([text, stringWidth(text)]);
		}
	});

	it('knows every glyph of ours', () => {
		for (const glyphs of [unicodeGlyphs, asciiGlyphs]) {
			for (const glyph of Object.values(glyphs)
				.flat()
				.filter(value => typeof value === 'string')) {
				expect([glyph, cellWidth(glyph)]).toEqual([glyph, stringWidth(glyph)]);
			}
		}
	});
});

describe('the ASCII glyphs', () => {
	it('are ASCII', () => {
		expect(Object.values(asciiGlyphs).flat().join('')).toMatch(/^[ -~]*$/);
	});
});

describe('clipping', () => {
	it.each([
		['ORDERS', 6, 'ORDERS'],
		['ORDERS', 5, 'ORDE…'],
		['ORDERS', 1, '…'],
		['ORDERS', 0, ''],
		['日本語', 5, '日本…'],
		['日本語', 4, '日…'],
	])('cuts %s at %i cells to %s', (text, width, clipped) => {
		expect(clipEnd(text, width, '…')).toBe(clipped);
	});

	it.each([
		['prod-nats-eu-0', 14, 'prod-nats-eu-0'],
		['prod-nats-eu-0', 9, 'prod…eu-0'],
		['prod-nats-eu-0', 3, 'p…0'],
		['prod-nats-eu-0', 2, 'p…'],
		['日本語日本語', 6, '日…語'],
	])('keeps both ends of %s in %i cells: %s', (text, width, clipped) => {
		expect(clipMiddle(text, width, '…')).toBe(clipped);
	});
});

describe('clipWords', () => {
	it.each([
		['one two three', 13, 'one two three'],
		['one two three', 12, 'one two …'],
		['one two three', 5, 'one …'],
		['one two three', 4, ''],
		['unpronounceable words', 9, ''],
	])('cuts %s at %i cells to %s', (text, width, clipped) => {
		expect(clipWords(text, width, '…')).toBe(clipped);
	});
});

describe('fitParts', () => {
	const parts: readonly Part[] = [
		[form(2, 'name')],
		[form(1, '3/3'), form(3, 'servers 3/3')],
		[form(4, 'more')],
	];

	it.each([
		[2, ''],
		[3, '3/3'],
		[8, '3/3'],
		[9, 'name  3/3'],
		[16, 'name  3/3  more'],
		[17, 'name  servers 3/3'],
		[23, 'name  servers 3/3  more'],
	])('in %i cells says: %s', (width, text) => {
		const said = fitParts(parts, width, 2).map(each => each.text);
		expect(said.join('')).toBe(text);
	});
});

describe('wrapText', () => {
	it('breaks between words, and a longer word where the line ends', () => {
		expect(wrapText('wait: ORDERS lags by 311, unpronounceable', 10)).toEqual([
			'wait:',
			'ORDERS',
			'lags by',
			'311,',
			'unpronounc',
			'eable',
		]);
		expect(wrapText('日本語👩‍👩‍👧e\u0301', 5)).toEqual(['日本', '語👩‍👩‍👧e\u0301']);
		expect(wrapText('', 10)).toEqual(['']);
	});
});
