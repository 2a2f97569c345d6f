import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {asciiGlyphs, unicodeGlyphs} from '../../../source/ui/glyphs.ts';
import {cellWidth} from '../../../source/ui/text/cell-width.ts';
import {clipEnd, clipMiddle} from '../../../source/ui/text/clip.ts';
import {fitParts} from '../../../source/ui/text/fit-parts.ts';
import {fitLine, joinCells, span, textOf} from '../../../source/ui/text/line.ts';
import {paint} from '../../../source/ui/text/paint.ts';
import {wrapText} from '../../../source/ui/text/wrap.ts';
import {createTheme} from '../../../source/ui/theme.ts';

describe('cellWidth', () => {
	it.each(['plain', 'ÄÖ·Δ', '日本', 'e\u0301', '👩‍👩‍👧', '', '│¦█▏★↑■▸▹●○…─┬┴'])(
		'agrees with the terminal about %j',
		text => {
			expect(cellWidth(text)).toBe(stringWidth(text));
		},
	);

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

describe('fitLine', () => {
	it('fills up and cuts to the exact width', () => {
		for (let width = 0; width < 12; width++) {
			const line = fitLine([span('ab'), span('日本'), span('cd')], width, '…');
			expect(stringWidth(textOf(line))).toBe(width);
		}
	});

	it('shows nothing of what names could do to a terminal', () => {
		const evil = 'a\u001B[31mb\u001B]0;t\u0007c\u202Ed\u0008e\nf\u009Bg';
		const cell = {line: [span(evil)], width: 30, align: 'right'} as const;
		for (const line of [fitLine([span(evil)], 40), joinCells([cell, cell], 40, '')]) {
			const text = textOf(line);
			expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
			expect(stringWidth(text)).toBe(40);
		}
	});
});

describe('fitParts', () => {
	const parts = [
		[{rank: 2, line: [span('name')]}],
		[
			{rank: 1, line: [span('3/3')]},
			{rank: 3, line: [span('servers 3/3')]},
		],
		[{rank: 4, line: [span('more')]}],
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
		expect(textOf(fitParts(parts, width, 2))).toBe(text);
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

describe('paint', () => {
	const line = [span('a', 'hot'), span('b', 'hot'), span(' 日'), span('x', 'good')];

	it('paints neighbours of one tone in one go', () => {
		expect(paint(line, createTheme(1))).toBe(
			'\u001B[33m\u001B[1mab\u001B[22m\u001B[39m 日\u001B[32mx\u001B[39m',
		);
	});

	it('paints neighbours in one go that only mean something else', () => {
		const title = [
			span('leadertop', 'title'),
			span('  '),
			span('prod', 'strong'),
			span('─', 'rule'),
		];
		expect(paint(title, createTheme(1))).toBe(
			'\u001B[1mleadertop  prod\u001B[22m\u001B[90m─\u001B[39m',
		);
	});

	it('is plain text without colours', () => {
		expect(paint(line, createTheme(0))).toBe('ab 日x');
	});

	it('keeps the width in ASCII', () => {
		expect(paint(line, createTheme(0), true)).toBe('ab ??x');
	});
});
