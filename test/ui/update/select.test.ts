import {describe, expect, it} from 'vitest';
import {start} from '../../support/build.ts';
import {aFollower, aGroup} from '../../support/build.ts';
import {seededRandom} from '../../support/random.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

/** Groups named A, B, C and so on; the first is the hottest. */
function groupsOf(names: string, leader = 'n1') {
	return names
		.split('')
		.map((stream, index) =>
			aGroup({stream, leader, followers: ['n2', 'n3'], messagesPerSecond: 1000 - index}),
		);
}

const servers = ['n1', 'n2', 'n3'];
const view = (names: string, extra: ReturnType<typeof groupsOf> = []) =>
	aView(servers, [...groupsOf(names), ...extra], {revision: Math.random()});

/** The name in the row that the cursor points at. */
function selected(lines: readonly string[]): string | undefined {
	return lines.map(line => /^▸.(?:str|con)\s+\S+\s+(\S+)/.exec(line)?.[1]).find(Boolean);
}

function server(lines: readonly string[]): string | undefined {
	return lines.map(line => /^[▸▹](n\d)/.exec(line)?.[1]).find(Boolean);
}

describe('selecting', () => {
	it.each([
		['one down', ['j'], 'B'],
		['one down by its arrow', ['down'], 'B'],
		['up at the top stays', ['k'], 'A'],
		['down and up', ['j', 'j', 'k'], 'B'],
		['to the end', ['G'], 'Z'],
		['to the end by its key', ['end'], 'Z'],
		['to the end and back to the top', ['G', 'g'], 'A'],
		['to the top by its key', ['G', 'home'], 'A'],
		['down at the end stays', ['G', 'j'], 'Z'],
		['a page down', ['pagedown'], 'O'],
		['a page down and up', ['pagedown', 'pageup'], 'A'],
		['two pages stop at the end', ['ctrl-f', 'ctrl-f', 'ctrl-f'], 'Z'],
		['a page up', ['G', 'ctrl-b'], 'L'],
	])('goes %s', (_, keys, name) => {
		const screen = stageScreen(view('ABCDEFGHIJKLMNOPQRSTUVWXYZ'));
		screen.press('tab', ...keys);
		expect(selected(screen.lines())).toBe(name);
	});

	it('begins with the server that is hot', () => {
		const groups = groupsOf('ABCD', 'n2');
		const screen = stageScreen(aView(servers, groups));
		expect(server(screen.lines())).toBe('n2');
	});

	it('goes through the servers, and shows the groups of each from its first one', () => {
		const screen = stageScreen(view('ABCD', groupsOf('EF', 'n2')));
		screen.press('tab', 'j', 'tab', 'j');
		expect(screen.text()).toContain('leaders on n2 · 2');
		screen.press('tab');
		expect(selected(screen.lines())).toBe('E');
	});

	it('changes the server from the list', () => {
		const screen = stageScreen(view('ABCD', groupsOf('EF', 'n2')));
		screen.press('tab', 'right');
		expect(server(screen.lines())).toBe('n2');
		expect(selected(screen.lines())).toBe('E');
		screen.press('left');
		expect(server(screen.lines())).toBe('n1');
		screen.press(']', ']', ']');
		expect(server(screen.lines())).toBe('n3');
		screen.press('h');
		expect(server(screen.lines())).toBe('n1');
		screen.press(']', '[');
		expect(server(screen.lines())).toBe('n1');
	});

	it('lists the groups of all servers, with their leaders', () => {
		const screen = stageScreen(view('ABC', groupsOf('XY', 'n2')));
		screen.press('a');
		expect(screen.text(120, 24)).toMatch(/groups of east · 5[^]+LEADER[^]+ X +n2 /);
		screen.press('a');
		expect(screen.text()).toContain('leaders on n1 · 3');
	});

	it('finds the groups that nobody leads below the servers', () => {
		const lost = aGroup({stream: 'LOST', followers: ['n2', 'n3']});
		const screen = stageScreen(aView(servers, [...groupsOf('ABC'), lost]));
		expect(screen.text()).toContain('1 group without a leader');
		screen.press('G', 'tab');
		expect(selected(screen.lines())).toBe('LOST');
		expect(screen.text()).toMatch(/groups without a leader · 1[^]+NO LEADER 0s/);
	});
});

describe('the selection', () => {
	it('stays on its group while rows move under it', () => {
		const random = seededRandom(11);
		const groups = groupsOf('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
		const screen = stageScreen(aView(servers, groups));
		screen.lines();
		screen.press('tab', 'j', 'j', 'j');
		const name = selected(screen.lines());
		expect(name).toBe('D');
		for (let turn = 0; turn < 200; turn++) {
			screen.show(
				aView(
					servers,
					random
						.sample(groups, groups.length)
						.map(group => ({...group, messagesPerSecond: random.below(100)})),
					{revision: turn + 2},
				),
			);
			expect(selected(screen.lines())).toBe(name);
		}
	});

	it('goes to the neighbour when its group moves to another server, and says so', () => {
		const screen = stageScreen(view('ABCDE'));
		screen.lines();
		screen.press('tab', 'j');
		screen.show(view('ACDE', groupsOf('B', 'n3')));
		expect(selected(screen.lines())).toBe('C');
		expect(server(screen.lines())).toBe('n1');
		expect(screen.text()).toContain('B is now led by n3; the next group is selected');
	});

	it('goes to the row above when the last one leaves', () => {
		const screen = stageScreen(view('ABC'));
		screen.lines();
		screen.press('tab', 'G');
		screen.show(view('AB'));
		expect(selected(screen.lines())).toBe('B');
		expect(screen.text()).toContain('The selected group was deleted');
	});

	it('follows its group through the list of all servers', () => {
		const screen = stageScreen(view('ABCDE'));
		screen.lines();
		screen.press('a', 'j');
		screen.show(view('ACDE', groupsOf('B', 'n3')));
		expect(selected(screen.lines())).toBe('B');
	});

	it('stays on its server when another one comes before it', () => {
		const screen = stageScreen(aView(['n2', 'n3'], groupsOf('AB', 'n3')));
		expect(server(screen.lines())).toBe('n3');
		screen.show(aView(['n1', 'n2', 'n3'], groupsOf('AB', 'n3'), {revision: 2}));
		expect(server(screen.lines())).toBe('n3');
	});

	it('comes into view after a change of size', () => {
		const screen = stageScreen(view('ABCDEFGHIJKLMNOPQRSTUVWXYZ'));
		screen.lines(80, 45);
		screen.press('tab', 'G');
		expect(selected(screen.lines(80, 16))).toBe('Z');
		screen.press('g');
		expect(selected(screen.lines(80, 60))).toBe('A');
	});
});

describe('a leaderless group', () => {
	it('is told with how long it has been so', () => {
		const lost = aGroup({stream: 'LOST', followers: [aFollower('n2'), aFollower('n3')]});
		const screen = stageScreen(
			aView(servers, [...groupsOf('ABC'), lost], {
				leaderless: new Map([[lost.key, start - 12_000]]),
			}),
		);
		expect(screen.text()).toContain('1 group without a leader (12s)');
		expect(screen.lines()[0]).toContain('1 leaderless');
	});
});
