import stringWidth from 'string-width';
import stripAnsi from 'strip-ansi';
import {expect, it} from 'vitest';
import {clipLine} from '../../../source/ui/terminal/clip-line.ts';

it.each([
	['what fits', 'abc', 3, 'abc'],
	['what is too long', 'abcdef', 3, 'abc'],
	['a wide character that fits', 'a日', 3, 'a日'],
	['a wide character that would stick out', 'ab日', 3, 'ab'],
	['a letter with its accents', 'abe\u0301f', 3, 'abe\u0301'],
	['a character of two UTF-16 units', 'ab🂡c', 3, 'ab🂡'],
	['a styled line that fits', '\u001B[31mabc\u001B[39m', 3, '\u001B[31mabc\u001B[39m'],
	['a style that begins at the edge', 'abc\u001B[31mdef', 3, 'abc\u001B[31m\u001B[0m'],
	[
		'a styled line that is too long',
		'\u001B[31mab\u001B[1mcdef\u001B[0m',
		3,
		'\u001B[31mab\u001B[1mc\u001B[0m',
	],
	['everything', 'abc', 0, ''],
])('clips %s', (_, line, columns, clipped) => {
	expect(clipLine(line, columns)).toBe(clipped);
});

it('never gets wider than it may, nor gives away more than one cell', () => {
	const line = 'ab日\u001B[1m本e\u0301語🎉\u001B[22mxyz'.repeat(3);
	for (let columns = 0; columns <= 60; columns += 1) {
		const width = stringWidth(stripAnsi(clipLine(line, columns)));
		expect(width).toBeLessThanOrEqual(columns);
		expect(width).toBeGreaterThanOrEqual(Math.min(columns - 1, stringWidth(line)));
	}
});
