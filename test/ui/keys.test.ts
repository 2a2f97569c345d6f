import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {keyTableMarkdown} from '../../scripts/key-table-markdown.ts';
import {actionOfKey} from '../../source/ui/action-of-key.ts';
import type {KeyMode} from '../../source/ui/key-binding.ts';
import {keySections} from '../../source/ui/keys.ts';
import {handlers} from '../../source/ui/update/handlers.ts';

const bindings = keySections.flatMap(({keys}) => keys);
const modes: KeyMode[] = [
	'lists',
	'reader',
	'filter',
	'question',
	'choice',
	'plan',
	'accounts',
	'upgrade',
];

describe('the table of keys', () => {
	it.each(modes)('gives every key one meaning in the mode %s', mode => {
		const keys = bindings
			.filter(({modes = ['lists']}) => modes.includes(mode))
			.flatMap(({keys}) => keys);
		expect(keys).toEqual([...new Set(keys)]);
	});

	it('has a key for everything that can be done', () => {
		expect(new Set(bindings.map(({action}) => action))).toEqual(new Set(Object.keys(handlers)));
	});

	it('lets only capitals act', () => {
		const acting = bindings.filter(({acts}) => acts).flatMap(({keys}) => keys);
		expect(acting).toEqual(['S', 'T', 'B', 'D', 'U', 'M']);
		for (const key of bindings.filter(({acts}) => !acts).flatMap(({keys}) => keys)) {
			expect(key).toMatch(/^([^A-Z]|[GNX]$)/);
		}
	});

	it('lets nothing act outside the lists, but what is about a server where servers are upgraded', () => {
		for (const mode of modes.filter(mode => mode !== 'lists' && mode !== 'upgrade')) {
			for (const key of ['S', 'T', 'B', 'D', 'U', 'M']) {
				expect(actionOfKey(mode, key)).toBeUndefined();
			}
		}

		const there = ['S', 'T', 'B', 'D', 'U', 'M'].filter(key => actionOfKey('upgrade', key));
		expect(there).toEqual(['B', 'D', 'M']);
	});

	it('takes Enter for a no to questions, and for a yes to plans only', () => {
		expect(actionOfKey('question', 'enter')).toBe('refuse');
		expect(handlers.refuse).toBe(handlers.no);
		expect(actionOfKey('plan', 'enter')).toBe('run-plan');
		expect(handlers['run-plan']).toBe(handlers.yes);
		for (const mode of ['question', 'plan'] as const) {
			expect(actionOfKey(mode, 'escape')).toBe('no');
			expect(actionOfKey(mode, 'y')).toBe('yes');
			expect(actionOfKey(mode, 'Y')).toBeUndefined();
		}
	});

	it('calls every key that answers what is asked by a word of the footer', () => {
		for (const mode of ['question', 'plan', 'choice'] as const) {
			const answers = bindings.filter(
				({modes = ['lists'], rank = 99}) => modes.includes(mode) && rank <= 2,
			);
			expect(answers.length).toBeGreaterThanOrEqual(2);
			for (const {label} of answers) {
				expect(typeof label === 'string' ? label : label?.[mode]).toMatch(/^[a-z]/);
			}
		}
	});
});

describe('keyTableMarkdown', () => {
	it('is a table with a row for each key', () => {
		const lines = keyTableMarkdown().split('\n');
		expect(lines).toHaveLength(bindings.length + 2);
		expect(new Set(lines.map(line => line.length)).size).toBe(1);
		expect(lines[2]).toMatch(/^\| Move +\| `↑` `k` +\| One row up/);
	});

	/** `UPDATE_GOLDEN=1 npx vitest run test/ui/keys.test.ts` writes it anew. */
	it('is what docs/keys.md has', () => {
		const page = path.join(import.meta.dirname, '../../docs/keys.md');
		const text = readFileSync(page, 'utf8');
		const place = /(?<=<!-- keys -->\n+)\|[^]*?(?=\n+<!-- \/keys -->)/;
		if (process.env['UPDATE_GOLDEN'] === '1') {
			writeFileSync(
				page,
				text.replace(place, () => keyTableMarkdown()),
			);
		}

		expect(place.exec(readFileSync(page, 'utf8'))?.[0]).toBe(keyTableMarkdown());
	});
});
