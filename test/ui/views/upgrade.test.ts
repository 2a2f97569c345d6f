import {describe, expect, it} from 'vitest';
import type {Checklist} from '../../../source/domain/upgrade/checklist.ts';
import {aServer, groupsLedBy, start} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {frameLines, stageScreen, type StageOptions, type StagedScreen} from '../stage-screen.ts';
import {aChecklist, upgradingView} from '../upgrading.ts';

const followed: StageOptions = {
	checklists: new Map([['n1', aChecklist('n1')]]),
	drained: new Set(['n1']),
};
const row = (screen: StagedScreen, name: string) =>
	screen
		.lines()
		.filter(line => line.slice(1).startsWith(name))
		.at(-1) ?? '';
const opened = (view = upgradingView(), options: StageOptions = followed) => {
	const screen = stageScreen(view, options);
	screen.press('m');
	return screen;
};

describe('the upgrade', () => {
	it('says who is next and why, or who has to be waited for', () => {
		expect(opened().text()).toContain('upgrade of east: wait, n1 is catching up: 9 groups behind');
		const calm = {...upgradingView(), behind: () => 0};
		expect(opened(calm, {}).text()).toContain(
			'upgrade of east: next n3 (runs 2.11.9, the meta leader comes last)',
		);
	});

	it('shows how far a roll is, here or elsewhere', () => {
		const roll = {turn: 'n1', state: 'is offline', done: ['n3'], left: ['n1', 'n2']};
		const elsewhere = opened(upgradingView(), {roll: () => ({who: 'ann@ops1', roll})});
		expect(elsewhere.text(120, 30)).toContain('roll: n1 is offline, done n3, left n2, by ann@ops1');
		const here = opened(upgradingView(), {roll: () => ({who: undefined, roll})});
		expect(here.text(120, 30)).toContain('roll: n1 is offline, done n3, left n2 ');
	});

	it('rolls the server whose turn it is at R and a yes, and none while another is not done', () => {
		const waiting = opened();
		waiting.press('R');
		expect(waiting.text()).toContain('Wait: n1 is catching up: 9 groups behind');
		expect(waiting.intents).toEqual([]);

		const calm = opened({...upgradingView(), behind: () => 0}, {});
		calm.press('R');
		expect(calm.text()).toContain('Roll n3?');
		expect(calm.text()).toContain('moves 14 leaders away');
		calm.press('n', 'R', 'y');
		expect(calm.intents).toEqual([{type: 'roll', cluster: 'east', server: 'n3'}]);
	});

	it('shows as drained what is kept empty elsewhere', () => {
		const screen = stageScreen(upgradingView(), {drainedBy: new Map([['n1', 'ann@ops1']])});
		expect(screen.text(120, 30)).toMatch(/n1 .*DRAINED/);
	});

	it('tells of each server what it ran and runs, how it is, and when it will have caught up', () => {
		const screen = opened();
		expect(row(screen, 'n1')).toContain('2.11.9 → 2.12.4');
		expect(row(screen, 'n1')).toMatch(/9 groups behind, ~3s left/);
		expect(row(screen, 'n2')).toMatch(/2\.11\.9 .* 9d +online/);
		expect(screen.text(140, 45)).toMatch(/n1 .* 1 +9 groups behind, ~3s left, 6\.0k entries/);
	});

	it('ticks off the steps with their times, and says what the next one waits for', () => {
		const screen = opened();
		screen.press('up', 'up');
		const text = screen.text();
		expect(text).toMatch(/✓ drained +\d\d:\d\d:\d\d/);
		expect(text).toMatch(/▸ caught up +9 groups behind/);
		expect(text).toMatch(/^ {4}undrained *$/m);
	});

	it('keeps what is waited for in view where there is little room', () => {
		const screen = opened();
		screen.press('up', 'up');
		expect(screen.text(60, 15)).toMatch(/✓ JetStream up.*\n +▸ caught up|▸ caught up/);
	});

	it('follows the selected server at Enter, and no more at the next', () => {
		const screen = opened(upgradingView(), {});
		screen.press('down', 'down', 'enter');
		expect(screen.intents).toEqual([{type: 'follow', server: 'n3'}]);
		const other = opened();
		other.press('up', 'up', 'enter');
		expect(other.intents).toEqual([{type: 'unfollow', server: 'n1'}]);
	});

	it('shows at once that a server is followed, without waiting for the cluster to tell anything', () => {
		const checklists = new Map<string, Checklist>();
		const {screen, lines, press} = stageScreen(upgradingView(), {
			checklists,
			onIntent: intent => {
				if (intent.type === 'follow') {
					checklists.set(intent.server, aChecklist(intent.server));
				}
			},
		});
		const stop = screen.subscribe(() => {});
		press('m');
		expect(lines().join('\n')).not.toContain('▸ caught up');
		press('up', 'up', 'enter');
		// The lines as they were drawn last.
		expect(frameLines(screen, 80, 24).join('\n')).toContain('▸ caught up');
		stop();
	});

	it('drains and balances from there, asking first, and comes back to it', () => {
		const screen = opened(upgradingView(), {offer: () => ({type: 'planning'})});
		screen.press('down', 'D');
		expect(screen.text()).toContain('Plan: drain n3');
		screen.press('n');
		expect(screen.text()).toContain('upgrade of east');
		screen.press('escape');
		expect(screen.text()).not.toContain('upgrade of east');
		screen.press('D', 'n');
		expect(screen.text()).not.toContain('upgrade of east');
	});

	it('lifts the mark of a drained server when asked to', () => {
		const screen = opened();
		screen.press('up', 'up', 'D');
		expect(screen.text()).toContain('Undrain n1?');
		screen.press('y');
		expect(screen.intents).toEqual([{type: 'undrain', server: 'n1'}]);
		expect(screen.text()).toContain('upgrade of east');
	});

	it.each(['m', 'q', 'v', 'escape'])('is closed by %s', key => {
		const screen = opened();
		screen.press(key);
		expect(screen.text()).not.toContain('upgrade of');
		expect(screen.intents).toEqual([]);
	});

	it('is not offered to an account alone', () => {
		const screen = stageScreen(upgradingView(), {
			origin: {type: 'account', label: 'shop', account: 'SHOP'},
		});
		screen.press('m');
		expect(screen.text()).not.toContain('upgrade of');
		expect(screen.text()).toContain('use the system account');
	});

	it('has no word about keys that are locked', () => {
		const screen = opened(upgradingView(), {
			...followed,
			acting: {type: 'locked', missing: 'read-only'},
			checklists: new Map([['n2', {...aChecklist('n2'), doneAt: {}}]]),
		});
		expect(screen.text()).toMatch(/▸ drained +leads 16 groups *\n/);
		expect(screen.text()).not.toMatch(/D drain|B balance/);
	});
});

describe('a server that is away', () => {
	const view = (state: 'offline' | 'silent') =>
		aView(
			['n1', 'n2', aServer('n3', {state, stateSince: start - 9000})],
			groupsLedBy({n1: 4, n2: 4, n3: 0}),
		);
	const list = {...aChecklist('n3'), doneAt: {}};
	const checklists = new Map([['n3', list]]);

	it('is expected while it is followed, in words wherever it is told', () => {
		const text = stageScreen(view('offline'), {checklists}).text();
		expect(text).toContain('2/3 expected');
		expect(text).toMatch(/n3 .*offline 9s +EXPECTED/);
		expect(text).toContain('why: n3 offline (9s), as expected');
	});

	it('is not expected otherwise', () => {
		expect(stageScreen(view('silent')).text()).not.toMatch(/expected/i);
	});

	it('does not make another one expected', () => {
		const both = aView(
			[aServer('n1', {state: 'silent'}), 'n2', aServer('n3', {state: 'offline'})],
			[],
		);
		const text = stageScreen(both, {checklists}).text();
		expect(text).not.toContain('1/3 expected');
		expect(text).toContain('n1 not responding (0s); n3 offline (0s), as expected');
	});

	it('hides no group without a leader', () => {
		const lost = {
			...view('offline'),
			clusters: new Map([
				[
					'east',
					{
						name: 'east',
						jetStream: true,
						metaLeader: 'n1',
						metaGroupLeader: 'n1',
						metaGroupCluster: 'east',
						groups: 9,
						leaderless: 2,
					},
				],
			]),
		};
		const text = stageScreen(lost, {checklists}).text();
		expect(text).toContain('2 leaderless');
		expect(text).toContain('why: 2 groups without a leader');
	});
});
