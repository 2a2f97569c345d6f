import {describe, expect, it} from 'vitest';
import type {MoveOutcome} from '../../../source/domain/move.ts';
import {aGroup} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

const orders = aGroup({stream: 'ORDERS', leader: 'n2', followers: ['n1', 'n3']});
const view = aView(['n1', 'n2', 'n3'], [orders]);

/** n1 gave ORDERS to n2. */
const lastRun: readonly MoveOutcome[] = [
	{
		move: {group: orders.key, from: 'n1', to: 'n2'},
		group: orders,
		result: 'as-wanted',
		elected: 'n2',
		electionMs: 28,
		reason: undefined,
	},
];
const moves = [{group: orders.key, from: 'n2', to: 'n1'}];

function stage(drained: readonly string[]) {
	return stageScreen(view, {lastRun: lastRun, drained: new Set(drained)});
}

describe('U', () => {
	it('gives a drained server its leaders back, and keeps it empty no longer', () => {
		const screen = stage(['n1', 'n3']);
		screen.press('U');
		expect(screen.text()).toContain('This undrains n1');
		expect(screen.text()).not.toContain('n3 is then');
		screen.press('y');
		expect(screen.intents).toEqual([{type: 'undo', moves, undrain: ['n1'], force: false}]);
	});

	it('leaves servers drained that get nothing back', () => {
		const screen = stage(['n3']);
		screen.press('U', 'y');
		expect(screen.intents).toEqual([{type: 'undo', moves, undrain: [], force: false}]);
	});

	it('says who is at work there, and that it is refused until then', () => {
		const mover = (name: string) => (name === 'east' ? 'kept even by root@vm' : undefined);
		const screen = stageScreen(view, {lastRun: lastRun, mover});
		screen.press('U');
		expect(screen.text(100)).toContain('east: kept even by root@vm. Refused while that lasts.');
	});

	it('says what is not known, and is forced by a yes to that', () => {
		const refusals = () => ['the leaders of n3 are unknown'];
		const screen = stageScreen(view, {lastRun: lastRun, refusals});
		screen.press('U');
		expect(screen.text(100)).toContain('Incomplete: the leaders of n3 are unknown.');
		screen.press('y');
		expect(screen.intents).toEqual([{type: 'undo', moves, undrain: [], force: true}]);
	});

	it.each([
		['n3', 'ORDERS is led by n3 now, not by n2'],
		[undefined, 'ORDERS has no leader now, was led by n2'],
	])('leaves out a group that has changed meanwhile: leader %s', (leader, sentence) => {
		const changed = aGroup({stream: 'ORDERS', leader, followers: ['n1', 'n2']});
		const screen = stageScreen(aView(['n1', 'n2', 'n3'], [changed]), {lastRun});
		screen.press('U');
		expect(screen.text(100)).toContain(sentence);
	});

	it('changes nothing without a yes', () => {
		const screen = stage(['n1']);
		screen.press('U', 'n');
		expect(screen.intents).toEqual([]);
	});
});
