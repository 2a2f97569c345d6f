import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {keyTableMarkdown} from '../../../scripts/key-table-markdown.ts';
import {sayNo, sayYes} from '../../../source/ui/update/act.ts';
import {bindingOf} from '../../../source/ui/update/active-keys.ts';
import {keyModes, type KeyMode} from '../../../source/ui/update/key-binding.ts';
import {keySections} from '../../../source/ui/update/keys.ts';
import {aGroup} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

const bindings = keySections.flatMap(({keys}) => keys);
const actingKeys = ['S', 'T', 'B', 'D', 'U', 'M', 'R'];

describe('the table of keys', () => {
	it.each(keyModes)('gives every key one meaning in the mode %s', mode => {
		const keys = bindings.filter(({modes}) => modes.includes(mode)).flatMap(({keys}) => keys);
		expect(keys).toEqual([...new Set(keys)]);
	});

	it('lets only capitals act', () => {
		const acting = bindings.filter(({acts}) => acts).flatMap(({keys}) => keys);
		expect(acting).toEqual(actingKeys);
		for (const key of bindings.filter(({acts}) => !acts).flatMap(({keys}) => keys)) {
			expect(key).toMatch(/^([^A-Z]|[GJNX]$)/);
		}
	});

	it('lets nothing act outside the lists, but what is about a server where servers are upgraded', () => {
		const actingIn = (mode: KeyMode) =>
			actingKeys.filter(key => bindingOf(mode, key)?.acts === true);
		expect(actingIn('lists')).toEqual(actingKeys.filter(key => key !== 'R'));
		expect(actingIn('upgrade')).toEqual(['B', 'D', 'M', 'R']);
		for (const mode of keyModes.filter(mode => mode !== 'lists' && mode !== 'upgrade')) {
			expect(actingKeys.filter(key => bindingOf(mode, key))).toEqual([]);
		}
	});

	it('takes Enter for a no to questions, and for a yes to plans only', () => {
		expect(bindingOf('question', 'enter')?.run).toBe(sayNo);
		expect(bindingOf('plan', 'enter')?.run).toBe(sayYes);
		for (const mode of ['question', 'plan'] as const) {
			expect(bindingOf(mode, 'escape')?.run).toBe(sayNo);
			expect(bindingOf(mode, 'y')?.run).toBe(sayYes);
			expect(bindingOf(mode, 'Y')).toBeUndefined();
		}
	});

	it('marks every key that says yes, so that no paste does', () => {
		const yes = bindings.filter(({run}) => run === sayYes);
		expect(yes.map(({keys}) => keys)).toEqual([['y'], ['enter']]);
		expect(yes.every(({confirms}) => confirms)).toBe(true);
		expect(bindingOf('plan', 'u')?.confirms).toBe(true);
	});

	it.each([
		['a question', ['S'], /y yes {2}n Enter no/],
		['a choice', ['T'], /Enter take it {2}Esc back/],
		['a plan that is being made', ['B'], /n close/],
	])('names every answer to %s in the footer', (_, keys, footer) => {
		const group = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], [group]), {
			offer: () => ({type: 'planning'}),
		});
		screen.press('tab', ...keys);
		expect(screen.lines().at(-1)).toMatch(footer);
	});
});

describe('keyTableMarkdown', () => {
	it('is a table with a row for each key', () => {
		const lines = keyTableMarkdown().split('\n');
		expect(lines).toHaveLength(bindings.length + 2);
		expect(new Set(lines.map(line => line.length)).size).toBe(1);
		expect(lines[2]).toMatch(/^\| Move +\| `↑` `k` +\| One row up/);
	});

	/** `UPDATE_GOLDEN=1 npx vitest run test/ui/update/keys.test.ts` writes it anew. */
	it('is what docs/keys.md has', () => {
		const page = path.join(import.meta.dirname, '../../../docs/keys.md');
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
