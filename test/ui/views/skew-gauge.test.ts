import {expect, it} from 'vitest';
import {newWork, workAfter, type Work} from '../../../source/domain/work.ts';
import {start} from '../../support/build.ts';
import {shopView} from '../shop.ts';
import {stageScreen} from '../stage-screen.ts';

const running = (planned: number): Work =>
	workAfter(newWork('balance'), {type: 'run-started', at: start - 2500, planned, warnings: []});

const gauge = /skew (\S+)x (?:→|->) (\S+)x (\S*) +(\d+ of \d+)/;

it('shows on one line how even it was and is while moves run, and goes with them', () => {
	const screen = stageScreen(shopView());
	const found = () => screen.lines(80, 24).filter(line => gauge.test(line));
	expect(found()).toEqual([]);

	screen.setWork(running(68));
	const [line = '', ...others] = found();
	expect(others).toEqual([]);
	expect(line).toMatch(/^─ .*─ skew 1\.80x → 1\.76x [▁-█]{5} 0 of 68 ──$/);
	expect(screen.lines(80, 24)).toHaveLength(24);
	expect(screen.text(80, 24)).toContain('? help');

	screen.setWork({...running(68), phase: 'ended', endedAt: start});
	expect(found()).toEqual([]);
});

it.each([
	[40, 15],
	[60, 15],
	[80, 28],
	[99, 29],
])('fits at %ix%i, in ASCII, too', (columns, rows) => {
	const screen = stageScreen(shopView(), {features: {colorLevel: 0, unicode: false}});
	screen.setWork(running(1234));
	const line = screen.lines(columns, rows).find(each => gauge.test(each)) ?? '';
	expect(line).toMatch(/ 0 of 1234 --$/);
	expect(line).toHaveLength(columns);
});

it.each([60, 68, 76])('covers no part of a word of the title, at %i columns', columns => {
	const screen = stageScreen(shopView());
	screen.setWork(running(68));
	const line = screen.lines(columns, 24).find(each => gauge.test(each)) ?? '';
	const title = line.slice(2, line.indexOf(' skew ')).replace(/[─ ]+$/, '');
	expect(title).toMatch(/^elections( · \d+ (planned|unplanned|new groups?))*$/);
});
