import {describe, expect, it} from 'vitest';
import {cleanText} from '../../source/domain/clean-text.ts';

const mark = '\uFFFD';

describe('text that is fit for a terminal', () => {
	it.each([
		'',
		'ORDERS',
		'orders.eu-1 › billing',
		'Grüße',
		'日本語',
		'עברית',
		'हिन्दी',
		'🎉',
		`a${mark}b`,
	])('stays as it is: %s', text => {
		expect(cleanText(text)).toBe(text);
	});

	it.each([
		['a family', '👨‍👩‍👧'],
		['a family that no standard lists', '👩🏽‍👩🏿‍👦'],
		['a profession with a skin', '👩🏽‍🚒 crew'],
		['a heart on fire', '❤️‍🔥'],
		['flags', '🏳️‍🌈🏴‍☠️🇩🇪🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
		['an emoji by its selector', '☁️ or ☁︎'],
		['a keycap', '1️⃣ and #️⃣'],
		['Persian', 'می‌خواهم'],
		['Hindi', 'क्‍ष र्‌य'],
		['Bengali', 'র‍্যাব'],
		['Sinhala', 'ශ්‍රී ලංකා'],
		['an old spelling of Malayalam', 'അവന്‍'],
		['an ideograph in one of its forms', '葛󠄀城 辻󠄁'],
		['Mongolian', 'ᠮᠠ᠋'],
	])('stays as it is: %s', (_, text) => {
		expect(cleanText(text)).toBe(text);
		expect(cleanText(`x ${text} y`)).toBe(`x ${text} y`);
	});
});

describe('what a terminal would obey', () => {
	it.each([
		['a colour', '\u001B[31mred\u001B[0m', `${mark}red${mark}`],
		['a move', 'a\u001B[2Jb\u001B[1;1Hc', `a${mark}b${mark}c`],
		['an 8-bit sequence', 'a\u009B31mb', `a${mark}b`],
		['a title', 'a\u001B]0;owned\u0007b', `a${mark}b`],
		['a title with the other end', 'a\u001B]0;owned\u001B\\b', `a${mark}b`],
		['a link', '\u001B]8;;http://x\u001B\\a\u001B]8;;\u001B\\', `${mark}a${mark}`],
		['a device control string', 'a\u001BPq#0\u001B\\b', `a${mark}b`],
		['an application command', 'a\u001B_G1\u001B\\b\u001B^x\u001B\\c', `a${mark}b${mark}c`],
		['an 8-bit string', 'a\u009D0;x\u009Cb', `a${mark}b`],
		['a string without an end', 'a\u001B]0;b', `a${mark}0;b`],
		['a short sequence', 'a\u001Bcb\u001B(0c', `a${mark}b${mark}c`],
		['an ESC at the end', 'a\u001B', `a${mark}`],
		[
			'a control character',
			'a\u0000b\u0007c\rd\ne\tf\u007Fg\u0085h',
			'abcdefgh'.split('').join(mark),
		],
	])('is replaced: %s', (_, text, cleaned) => {
		expect(cleanText(text)).toBe(cleaned);
	});
});

describe('what makes two names look the same', () => {
	it.each([
		['a turned reading direction', 'a\u202Eb\u2066c\u200Fd\u061Ce'],
		['nothing at all', 'a\u200Bb\u200Dc\uFEFFd\u00ADe'],
		['a filler', 'a\u3164b\u115Fc\u2800d\uFE0Fe'],
		['a tag', 'a\u{E0041}b\u{E0100}c\u2060d\u180Ee'],
		['a space that is none', 'a\u00A0b\u3000c\u2003d\u202Fe'],
		['a line', 'a\u2028b\u2029c\u000Bd\u000Ce'],
		['a character of private use', 'a\uE000b\u{F0000}c\u{100000}d\uF8FFe'],
		['half a character', 'a\uD800b\uDC00c\uFFFEd\u{1FFFF}e'],
	])('is replaced: %s', (_, text) => {
		expect(cleanText(text)).toBe('abcde'.split('').join(mark));
	});

	it.each([
		['joiners that join nothing', '👨\u200D a\u200Db', `👨${mark} a${mark}b`],
		['two joiners', '👨\u200D\u200D👩 ع\u200C\u200Cع', `👨${mark}${mark}👩 ع${mark}${mark}ع`],
		['a joiner between scripts', 'ع\u200Dz', `ع${mark}z`],
		['a joiner after a word', 'مى\u200C ف', `مى${mark} ف`],
		['selectors of nothing', '1\uFE0F2 a\uFE0F', `1${mark}2 a${mark}`],
		['two selectors', '☁\uFE0F\uFE0F 葛\u{E0100}\u{E0101}', `☁\uFE0F${mark} 葛\u{E0100}${mark}`],
		['what a flag would hide', '🏴\u{E0068}\u{E0069}\u{E007F}', `🏴${mark}${mark}${mark}`],
		['a digit of an escape sequence', '\u001B#1\uFE0F\u20E3', `${mark}${mark}\u20E3`],
	])('is replaced: %s', (_, text, cleaned) => {
		expect(cleanText(text)).toBe(cleaned);
	});

	it('is an accent without a letter, or a pile of them', () => {
		expect(cleanText('\u0301a')).toBe(`${mark}a`);
		expect(cleanText(`a${'\u0301'.repeat(5)}b`)).toBe(`a${'\u0301'.repeat(3)}${mark}${mark}b`);
	});
});

describe('text that is too long', () => {
	it('is cut, and seen to be', () => {
		expect(cleanText('x'.repeat(256))).toBe('x'.repeat(256));
		expect(cleanText('x'.repeat(257))).toBe(`${'x'.repeat(255)}…`);
		expect(cleanText('abcdef', 4)).toBe('abc…');
		expect(cleanText('é'.repeat(5), 4)).toBe('ééé…');
		expect(cleanText('abc', 1)).toBe('…');
	});

	it('is not cut within a character', () => {
		expect(cleanText('ab🎉cd', 4)).toBe('ab…');
		expect(cleanText('ab🎉cd', 5)).toBe('ab🎉…');
		expect(cleanText('a👨‍👩‍👧b', 5)).toBe('a👨…');
		expect(cleanText('a1️⃣b', 4)).toBe('a1…');
	});

	it('is cut even when next to nothing of it can be shown', () => {
		expect(cleanText('\u001B[31m'.repeat(1000), 3)).toBe(`${mark}${mark}…`);
		expect(cleanText(`\u001B]${'x'.repeat(1_000_000)}\u0007`, 10)).toBe(`${mark}${'x'.repeat(8)}…`);
	});
});

describe('any text at all', () => {
	const forbidden =
		/[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Bidi_Control}]|(?! )\p{Zs}|(?![\u200C\u200D\p{Variation_Selector}\u{E0061}-\u{E007F}])[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
	/** Neither at the ends, nor two in a row, nor after ASCII other than a keycap. */
	const unjoined = /(?:^|[ "!$-)+-/:-~]|\u200D)(?:\u200C|\u200D|\uFE0F)/u;

	it('is printable once cleaned, not too long, and cleaned for good', () => {
		const random = generator(20_260_101);
		for (let round = 0; round < 5000; round += 1) {
			const text = randomText(random);
			const maxLength = 1 + Math.floor(random() * 60);
			const cleaned = cleanText(text, maxLength);
			expect(cleaned).not.toMatch(forbidden);
			expect(cleaned).not.toMatch(unjoined);
			expect(cleaned.length).toBeLessThanOrEqual(maxLength);
			expect(cleanText(cleaned, maxLength)).toBe(cleaned);
		}
	});
});

/** Pieces that mean something to a terminal, next to any characters. */
function randomText(random: () => number): string {
	const pieces = [
		'\u001B',
		'[',
		']',
		'P',
		';',
		'31',
		'm',
		'\u0007',
		'\\',
		'\u009B',
		'\u009D',
		'a',
		'\u0301',
		'日',
		'\u200D',
		'\u200C',
		'\uFE0F',
		'\u20E3',
		'\u{E0100}',
		'👨',
		'🏽',
		'🏴',
		'1',
		'ع',
		'क',
		'\u094D',
	];
	return Array.from({length: Math.floor(random() * 40)}, () => {
		const choice = random();
		return choice < 0.6
			? (pieces[Math.floor(random() * pieces.length)] ?? '')
			: choice < 0.8
				? String.fromCharCode(Math.floor(random() * 0x1_00_00))
				: String.fromCodePoint(Math.floor(random() * 0x11_00_00));
	}).join('');
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function generator(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d_2b_79_f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
