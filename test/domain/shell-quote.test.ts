import {execFileSync} from 'node:child_process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {shellLines, shellQuote} from '../../source/domain/shell-quote.ts';
import {temporaryHome, type TemporaryHome} from '../nats/access/temporary-home.ts';
import {seededRandom} from '../support/random.ts';

let home: TemporaryHome;
let removeHome = () => {};

beforeAll(() => {
	home = temporaryHome(remove => {
		removeHome = remove;
	});
	// Answers with its arguments as it got them, each ended by a NUL.
	home.program('nats', 'printf "%s\\0" "$@"');
});

afterAll(() => {
	removeHome();
});

/** The arguments that a `nats` on the path gets when bash runs a text. */
function argumentsOf(text: string, locale: string): string[] {
	const output = execFileSync('bash', ['--norc', '-c', text], {
		env: {...home.env, LC_ALL: locale},
	});
	return output.toString().split('\0').slice(0, -1);
}

const awkward = [
	'ORDERS',
	'with space',
	"it's",
	"''",
	'$(rm -rf /)',
	'$HOME',
	'`id`',
	'a;b&c|d>e',
	'~',
	'=ls',
	'#no-comment',
	'*?[]{}!#',
	'"double"',
	'back\\slash\\',
	'⚠alerts',
	'日本',
	'e\u0301',
	'👩‍👩‍👧',
	'\u{1F6A8}123',
	'',
	'tab\tand\nline',
	"evil\u001B[31m'\\",
	'bidi\u202E',
	'\uFFFD',
	'\u{1}1',
];

describe('shellQuote', () => {
	it.each(awkward)('lets a shell read back %j', word => {
		const quoted = shellQuote(word);
		expect(quoted).toMatch(/^[ -~]+$/);
		for (const locale of ['C', 'C.UTF-8']) {
			expect(argumentsOf(`nats ${quoted}`, locale)).toEqual([word]);
		}
	});

	it('leaves plain names alone', () => {
		expect(shellQuote('ORDERS_2.eu-west')).toBe('ORDERS_2.eu-west');
		expect(shellQuote('my orders')).toBe("'my orders'");
		expect(shellQuote("it's")).toBe(String.raw`'it'\''s'`);
	});
});

describe('shellLines', () => {
	it('breaks between words, and in a word that is longer than a line', () => {
		const words = ['nats', 'stream', 'cluster', 'step-down', 'ORDERS', '--preferred', 'n3'];
		expect(shellLines(words, 80)).toEqual([
			'  nats stream cluster step-down ORDERS --preferred n3',
		]);
		expect(shellLines(words, 40)).toEqual([
			'  nats stream cluster step-down ORDERS \\',
			'    --preferred n3',
		]);
		expect(shellLines(['nats', 'A'.repeat(25), "it's"], 20)).toEqual([
			'  nats \\',
			'AAAAAAAAAAAAAAAAAA\\',
			String.raw`AAAAAAA 'it'\''s'`,
		]);
	});

	it('are one command of the same words, however wide and in whatever locale', () => {
		const random = seededRandom(8);
		const characters = Array.from(`aZ09-_=@%${awkward.join('')}`);
		for (let round = 0; round < 150; round++) {
			const words = Array.from({length: 1 + random.below(3)}, () =>
				Array.from({length: 1 + random.below(random.pick([8, 80]))}, () =>
					random.pick(characters),
				).join(''),
			);
			const width = 12 + random.below(70);
			const lines = shellLines(['nats', ...words], width) ?? [];
			expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(width);
			expect(lines.join('')).toMatch(/^[ -~]+$/);
			expect(lines.slice(0, -1).every(line => line.endsWith('\\'))).toBe(true);
			expect(argumentsOf(lines.join('\n'), random.pick(['C', 'C.UTF-8']))).toEqual(words);
		}
	});

	it.each(['a\0b', 'half \uD83D', '\uDC00'])(
		'has none for %j, which no shell can pass on',
		word => {
			expect(shellLines(['nats', word], 80)).toBeUndefined();
		},
	);
});
