import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {actionOfKey} from '../../source/ui/action-of-key.ts';
import type {KeyMode} from '../../source/ui/key-binding.ts';
import {keyTableMarkdown} from '../../source/ui/key-table-markdown.ts';
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

	it('has texts that fit the help at 80 columns', () => {
		for (const {help, pair = ''} of bindings) {
			expect(help.length).toBeLessThanOrEqual(26);
			expect(pair.length).toBeLessThanOrEqual(26);
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

	const readme = path.join(import.meta.dirname, '../../readme.md');
	it.skipIf(!existsSync(readme))('is what the readme has', () => {
		const [, table] =
			/<!-- keys -->\n+([^]*?)\n+<!-- \/keys -->/.exec(readFileSync(readme, 'utf8')) ?? [];
		expect(table).toBe(keyTableMarkdown());
	});
});
