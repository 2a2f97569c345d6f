import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {detailsOf} from '../../../source/ui/views/reading.ts';
import {aFollower, aGroup} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {shopView} from '../shop.ts';
import {linesText, stageScreen} from '../stage-screen.ts';

const servers = ['n1', 'n2', 'n3'];
const lost = aGroup({
	stream: 'LOST',
	followers: ['n2', aFollower('n3', {online: false})],
	replicas: 3,
});
const titleOf = (screen: ReturnType<typeof stageScreen>, columns: number, rows: number) =>
	/(?:leaders on|groups of|groups without) .*?(?= ─)/.exec(screen.text(columns, rows))?.[0];

describe('the title of the list', () => {
	it('does not say that a server leads no groups whose inventory was not seen', () => {
		const screen = stageScreen(aView(['n1', 'n2'], [], {missing: ['n1']}));
		expect(screen.text()).toContain('  not known: inventory not seen');
		expect(screen.text()).not.toContain('no groups');
		screen.press('right');
		expect(screen.text()).toContain('  no groups');
		screen.press('a');
		expect(screen.text()).toContain('  not known: inventory not seen');
	});

	it('says whose groups, how many and in which order, and no filter where there is none', () => {
		const screen = stageScreen(shopView());
		expect(titleOf(screen, 140, 45)).toBe('leaders on n1 · 129 + 6 R1 · busiest first · 1-34');
		expect(titleOf(screen, 80, 24)).toBe('leaders on n1 · 129 + 6 R1 · busiest first · 1-14');
	});

	it('keeps the filter, the tags and the count where it is narrow', () => {
		const screen = stageScreen(shopView());
		screen.press('tab', 'space', '/', 'o', 'r', 'd', 'enter');
		expect(titleOf(screen, 200, 60)).toMatch(
			/ · busiest first · filter: ord \(\d+ found\) · 1 tagged/,
		);
		expect(titleOf(screen, 80, 24)).toMatch(
			/^leaders on n1 · 129 \+ 6 R1 · filter: ord \(\d+ found\) · 1 tagged · 1-14$/,
		);
		expect(titleOf(screen, 60, 15)).toMatch(
			/^leaders on n1 · 129( \+ 6 R1)? · filter: ord \(\d+ found\) · 1 tagged/,
		);
		expect(titleOf(screen, 40, 10)).toMatch(/^leaders on n1 · 129 · filter: ord/);
	});

	it('shows both ends of a filter that is wider than the screen', () => {
		const screen = stageScreen(shopView());
		screen.press('/');
		screen.screen.onPaste(`first${'x'.repeat(80)}last`);
		expect(screen.text(60, 15)).toMatch(/filter: first\S*…\S*last_/);
	});
});

describe('the list of groups', () => {
	it('shows followers and state beside each other in panels of every size', () => {
		const screen = stageScreen(aView(servers, [lost]));
		screen.press('down', 'down', 'down', 'tab');
		for (const [columns, rows] of [
			[60, 12],
			[80, 24],
			[100, 30],
			[140, 45],
		] as const) {
			expect(screen.text(columns, rows)).toMatch(/LOST .* n2 n3✗ +NO LEADER/);
		}
	});

	it('keeps the end of the names of leaders, which tells them apart', () => {
		const names = [1, 2].map(n => `production-nats-eu-${n}`);
		const groups = names.map(leader => aGroup({stream: 'X', account: leader, leader}));
		const screen = stageScreen(aView(names, groups));
		screen.press('a');
		expect(screen.text(80, 24)).toMatch(/X +\S+-1 [^]+X +\S+-2 /);
	});
});

describe('details', () => {
	const stream = `ORDERS-${'0123456789'.repeat(8)}`;
	const consumer = `it's-${'abcdefghij'.repeat(8)}`;
	const group = aGroup({stream, consumer, leader: 'n1', followers: ['n2', 'n3']});

	it.each([
		[60, 12],
		[80, 24],
		[100, 30],
		[140, 45],
	])('wrap names by character and cut no command at %dx%d', (columns, rows) => {
		const {screen, press} = stageScreen(aView(servers, [group]));
		press('tab', 'enter');
		const {state, scene} = screen.picture({columns, rows});
		const width = scene.layout.sideColumns || columns;
		const lines = linesText(detailsOf(state, scene).lines, width);
		const text = lines.join('').replaceAll(/\s/g, '');
		expect(text).toContain(`consumer${consumer}ofstream${stream}account`);

		const command = lines.slice(lines.findIndex(line => line.includes('nats consumer')));
		const words = execFileSync('sh', ['-c', `printf '%s ' ${command.join('\n').trim()}`], {
			encoding: 'utf8',
		});
		expect(words.trim()).toBe(`nats consumer cluster step-down ${stream} ${consumer}`);
	});
});
