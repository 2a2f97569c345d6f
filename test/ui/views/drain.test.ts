import {describe, expect, it} from 'vitest';
import {newWork} from '../../../source/domain/work.ts';
import {aGroup, aServer, groupsLedBy} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

const skewed = groupsLedBy({n1: 6, n2: 3, n3: 0});
const emptied = groupsLedBy({n1: 0, n2: 5, n3: 4});
const servers = ['n1', 'n2', 'n3'];
const drain = {...newWork('drain n1', {drain: 'n1'}), planned: 6, sent: 2, inFlight: 2};

/** The row of n1, which is not empty. */
function rowOf(view: ReturnType<typeof aView>, work?: typeof drain) {
	const screen = stageScreen(view, {drained: new Set(['n1'])});
	screen.setWork(work);
	return screen.lines().find(line => line.slice(1).startsWith('n1')) ?? '';
}

describe('a server that is not empty', () => {
	it('is being drained while that runs, and as hot as it is', () => {
		expect(rowOf(aView(servers, skewed), drain)).toMatch(/ HOT DRAINING +2\.00/);
		expect(rowOf(aView(servers, skewed), {...drain, phase: 'stopping'})).toContain('DRAINING');
	});

	it('is not drained while it leads what could move, once that has been stopped', () => {
		const row = rowOf(aView(servers, skewed), {...drain, phase: 'ended'});
		expect(row).toMatch(/ HOT NOT EMPTY +2\.00/);
		expect(row).not.toContain('DRAIN');
	});

	it('is drained when it leads nothing', () => {
		expect(rowOf(aView(servers, emptied))).toMatch(/ DRAINED +0\.00/);
	});

	it('is drained but for what has one replica', () => {
		const alone = ['A', 'B'].map(stream => aGroup({stream, leader: 'n1'}));
		expect(rowOf(aView(servers, [...emptied, ...alone]))).toMatch(/ DRAINED\+R1 +0\.00/);
	});

	it('hides not that it is about to go', () => {
		const view = aView([aServer('n1', {state: 'lame-duck'}), 'n2', 'n3'], emptied);
		expect(rowOf(view)).toContain('LAME DRAINED');
	});

	it('is not called drained before its leaders have been seen', () => {
		const view = aView(servers, emptied, {missing: ['n1']});
		expect(rowOf(view)).toContain('DRAINED?');
	});

	it('tells in its details that its drain goes on with D', () => {
		const screen = stageScreen(aView(servers, skewed), {drained: new Set(['n1'])});
		screen.press('enter');
		expect(screen.text(140, 45)).toMatch(/drain +not empty: D continues/);
	});
});
