import {describe, expect, it} from 'vitest';
import type {OfferAnswer} from '../../../source/domain/plan/offer.ts';
import {newWork} from '../../../source/domain/work.ts';
import {aGroup, aServer} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen, type StageOptions, type StagedScreen} from '../stage-screen.ts';

const servers = ['n1', 'n2', 'n3'];
const groups = ['A', 'B'].map(stream =>
	aGroup({stream, leader: 'n1', followers: ['n2', 'n3'], messagesPerSecond: 1}),
);
const stage = (options: StageOptions = {}) => stageScreen(aView(servers, groups), options);
const footer = (screen: StagedScreen, columns = 140, rows = 24) =>
	screen.lines(columns, rows).at(-1) ?? '';

describe('the footer', () => {
	it('names what acts on groups where a group is selected or tagged, and not beside the servers', () => {
		const screen = stage();
		expect(footer(screen)).not.toMatch(/step down|transfer|tag/);
		expect(footer(screen)).toMatch(/B balance {2}D drain/);
		screen.press('tab');
		expect(footer(screen)).toMatch(/^S step down {2}T transfer .* Space tag/);
		screen.press('space', 'tab');
		expect(footer(screen)).toMatch(/^S step down {2}T transfer/);
		expect(footer(screen)).not.toContain('Space tag');
	});

	it('names the way to another cluster, out of a filter and out of a frozen picture where there is one', () => {
		const screen = stage();
		expect(footer(screen)).not.toMatch(/next cluster|clear filter|go on/);
		screen.press('/', 'a', 'enter', 'z');
		expect(footer(screen)).toMatch(/Esc clear filter.* z go on/);
		const west = aServer('w1', {cluster: 'west'});
		expect(footer(stageScreen(aView(['n1', west], groups)))).toContain('c next cluster');
	});

	it('names X while step-downs run, then nothing else that acts, and scrolling where there is more', () => {
		const screen = stage();
		screen.press('tab');
		screen.setWork({...newWork('balance east'), planned: 9});
		expect(footer(screen)).toMatch(/^X stop/);
		expect(footer(screen)).not.toMatch(/step down|balance|drain|meta/);
		screen.press('e');
		expect(footer(screen)).toBe('X stop  Esc close');
		expect(footer(screen, 60, 12)).toBe('X stop  Esc close  ↑↓ scroll');
	});

	it('says what D does with a server that is drained', () => {
		const screen = stage({drained: new Set(['n2'])});
		expect(footer(screen)).toContain('D drain');
		screen.press('right');
		expect(footer(screen)).toContain('D undrain');
	});

	it('names undo once something was moved', () => {
		const outcome = {
			move: {group: 'g', from: 'n1', to: 'n2'},
			group: aGroup({stream: 'A'}),
			result: 'as-wanted',
			elected: 'n2',
			electionMs: 5,
			reason: undefined,
		} as const;
		expect(footer(stage())).not.toContain('U undo');
		expect(footer(stage({lastRun: [outcome]}))).toContain('U undo');
	});

	it('names no meta leader to step down that cannot be', () => {
		const locked = {type: 'locked', missing: 'a context of the system account'} as const;
		expect(footer(stage())).toContain('M meta');
		expect(footer(stage({metaPermission: () => locked}))).not.toContain('M meta');
	});

	it('says what is missing where nothing may be changed', () => {
		const locked = stage({acting: {type: 'locked', missing: '--read-only'}});
		expect(footer(locked)).toMatch(/^S T B D U M locked: --read-only {2}/);
	});

	it('offers nothing that acts on a screen too small for it', () => {
		const screen = stage();
		screen.press('tab');
		expect(footer(screen, 50, 11)).not.toMatch(/step down|balance|filter/);
		expect(footer(screen, 50, 11)).toMatch(/\? help {2}q quit$/);
		expect(footer(screen, 30, 8)).toBe('? help  q quit');
		screen.press('?');
		expect(footer(screen, 30, 8)).toBe('Esc close');
	});

	it('names the keys of what is typed', () => {
		const screen = stage();
		screen.press('/');
		expect(footer(screen)).toMatch(/^Enter keep {2}Esc cancel {2}Ctrl-U clear {2}words that must/);
	});
});

describe('the footer of a plan', () => {
	const planned = (answer: OfferAnswer) => {
		const screen = stage({offer: () => answer});
		screen.press('B');
		return screen;
	};

	it('names no yes while there is no plan, and says why y does nothing', () => {
		let answer: OfferAnswer = {type: 'planning'};
		const screen = stage({offer: () => answer});
		screen.press('B');
		expect(footer(screen)).toMatch(/^n close {2}/);
		screen.press('y');
		expect(footer(screen)).toMatch(/^The plan is not ready yet │ {2}n close/);
		answer = {type: 'failed', reason: 'no server'};
		expect(footer(screen)).toContain('The plan is not ready yet');
		expect(planned({type: 'planning'}).intents).toEqual([]);
	});
});

describe('a notice', () => {
	it('leaves the keys of an open question in view, however long it is', () => {
		const screen = stage();
		screen.press('tab', 'S');
		screen.screen.notify(`Report written to /home/ann/${'reports/'.repeat(20)}now.md`, 'good');
		for (const columns of [60, 80, 140]) {
			expect(footer(screen, columns)).toMatch(/^Report written to .*…? │ {2}y yes {2}n Enter no/);
		}

		screen.screen.onPaste('y');
		expect(footer(screen, 60)).toMatch(/^Pasted text is ignored.* y yes {2}n Enter no$/);
		expect(screen.text()).toContain('[y/N]');
	});

	it('ends with a whole word where it is cut', () => {
		const screen = stage();
		screen.press('tab', 'S');
		screen.screen.notify(
			'every word of this notice is seven seven seven seven seven seven',
			'good',
		);
		expect(footer(screen, 60)).toMatch(/^every word of this notice is( seven)+ … │? /);
	});

	it('goes when what it says is no longer so', () => {
		const screen = stage();
		screen.setWork({...newWork('balance east'), planned: 9});
		screen.press('B');
		expect(footer(screen)).toContain('Step-downs are running: X stops them');
		screen.setWork({...newWork('balance east'), planned: 9, phase: 'ended'});
		expect(footer(screen)).not.toContain('Step-downs are running');

		screen.lines(50, 11);
		screen.press('B');
		expect(footer(screen, 50, 11)).toContain('Too small to act');
		expect(footer(screen)).not.toContain('Too small');
	});

	it('about a group that went away stays as long as any other, in a recording too', () => {
		const screen = stageScreen(aView(servers, groups), {wallNow: 5});
		screen.press('tab', 'down');
		screen.show(aView(servers, groups.slice(0, 1), {revision: 2}));
		expect(footer(screen)).toContain('The selected group was deleted');
		expect(footer(screen)).toContain('The selected group was deleted');
	});
});
