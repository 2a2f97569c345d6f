import {describe, expect, it} from 'vitest';
import {groupsLedBy, start} from '../../support/build.ts';
import {elected, serversReported} from '../../support/events.ts';
import {storeOf} from '../../support/store-of.ts';
import {aView} from '../a-view.ts';
import {shopView} from '../shop.ts';
import {stageScreen} from '../stage-screen.ts';

describe('the panel of convergence', () => {
	it('draws the leaders of each server against the fair share', () => {
		expect(panel(stageScreen(shopView()).lines(100, 30))).toEqual([
			'╭ convergence · 30 s ────────────────────╮',
			'│129│                        ⡏⠉⠉ ● n1 129│',
			'│   │                      ⣀⡯⠥⠤⠤ ● n2 86 │',
			'│ 73│⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠉ ⠈⠹⡏⠁⠉ ⠉         │',
			'│   │                     ⢰⡇             │',
			'│  0│                    ⠐⠚⠓⣆⣀⣀⣠ ● n3 5  │',
			'╰ dashed: fair share 73.3 ───────────────╯',
		]);
	});

	it('draws it with marks where there is only ASCII', () => {
		const screen = stageScreen(shopView(), {features: {colorLevel: 0, unicode: false}});
		expect(panel(screen.lines(100, 30))).toEqual([
			'+ convergence - 30 s --------------------+',
			'|129|                        *** * n1 129|',
			'|   |                       oooo o n2 86 |',
			'| 73|- - - - - - - - - - xxxo- -         |',
			'|   |                     *x             |',
			'|  0|                    **xxxxx x n3 5  |',
			'+ dashed: fair share 73.3 ---------------+',
		]);
	});

	it('shows three lines that have met as three names', () => {
		const even = Object.fromEntries(['n1', 'n2', 'n3'].map(name => [name, Array(300).fill(12)]));
		const view = aView(Object.keys(even), groupsLedBy({n1: 12, n2: 12, n3: 12}), {trends: even});
		expect(panel(stageScreen(view).lines(100, 30))).toEqual([
			'╭ convergence · 5 min ───────────────────╮',
			'│15│                                     │',
			'│  │                                     │',
			`│12│${'⠒'.repeat(29)} ● n1 12│`,
			'│  │                              ● n2 12│',
			'│ 9│                              ● n3 12│',
			'╰ dashed: fair share 12 ─────────────────╯',
		]);
	});

	it('draws of many the one that led most, the one that led least and the selected one', () => {
		const names = Array.from({length: 100}, (_, index) => `n${index}`);
		const led = Object.fromEntries(names.map((name, index) => [name, 10 + (index % 50)]));
		const view = aView(names, groupsLedBy(led), {
			trends: Object.fromEntries(
				names.map(name => [name, [name === 'n7' ? 300 : name === 'n8' ? 0 : 30, led[name] ?? 0]]),
			),
		});
		const screen = stageScreen(view, {features: {colorLevel: 0, unicode: true}});
		screen.press('down', 'down');
		const lines = screen.lines(140, 45);
		const [, selected = ''] = /▸(n\d+)/.exec(lines.join('\n')) ?? [];
		const rows = panel(lines).join('\n');
		for (const name of ['n7', 'n8', selected]) {
			expect(rows).toMatch(new RegExp(` ${name} ${led[name]} *│`));
		}

		expect(rows).toContain('fair share 34.5 · 97 not drawn');
		expect(rows.match(/ n\d+ \d+ *│/g)).toHaveLength(3);
	});

	it('follows elections, but not while the screen is frozen', () => {
		const groups = groupsLedBy({n1: 20, n2: 10});
		const store = storeOf(['n1', 'n2'], groups);
		store.apply(serversReported(['n1', 'n2'], {at: start + 1000}));
		const screen = stageScreen(store.view);
		screen.wait(1000);
		const ends = () =>
			panel(screen.lines(100, 30))
				.join('\n')
				.match(/ n\d \d+/g);
		expect(ends()).toEqual([' n1 20', ' n2 10']);

		store.apply(elected(groups[0] ?? never(), 'n2', {at: start + 1100}));
		expect(ends()).toEqual([' n1 19', ' n2 11']);

		screen.press('z');
		const frozen = panel(screen.lines(100, 30));
		store.apply(elected(groups[1] ?? never(), 'n2', {at: start + 2000}));
		screen.wait(30_000);
		expect(panel(screen.lines(100, 30))).toEqual(frozen);

		screen.press('z');
		expect(ends()).toEqual([' n1 18', ' n2 12']);
	});

	it('says so where nothing has been seen yet', () => {
		expect(panel(stageScreen(aView([], [])).lines(100, 30))[1]).toMatch(/^│nothing seen yet/);
	});
});

/** The rows of the panel, in the columns that it takes. */
function panel(lines: readonly string[]): readonly string[] {
	const first = lines.findIndex(line => line.includes('convergence'));
	const column = (lines[first] ?? '').search(/. convergence/);
	const rows = lines.slice(first).map(line => line.slice(column));
	return rows.slice(0, rows.findIndex(row => row.includes('dashed:')) + 1);
}

function never(): never {
	throw new Error('there is no such group');
}
