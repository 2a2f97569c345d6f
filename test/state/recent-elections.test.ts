import {expect, it} from 'vitest';
import {flapWindowMs, RecentElections} from '../../source/state/recent-elections.ts';
import {aGroup, start} from '../support/build.ts';

function electOthers(recent: RecentElections, count: number, from: number): void {
	for (let index = 0; index < count; index++) {
		recent.add(`other ${index}`, from + index);
	}
}

it('forgets with when a group elected that it flapped', () => {
	const recent = new RecentElections();
	const group = aGroup({stream: 'a'});
	const groups = new Map([['a', group]]);
	for (const at of [start, start + 1000, start + 2000]) {
		recent.add('a', at);
	}

	expect(recent.flapping(groups, start + 2000)).toMatchObject([{group, elections: 3}]);
	// More than are remembered.
	electOthers(recent, 20_000, start + 3000);
	recent.add('a', start + 60_000);
	expect(recent.flapping(groups, start + 60_000)).toEqual([]);
});

it('forgets groups that have not elected for as long as counts', () => {
	const recent = new RecentElections();
	electOthers(recent, 100, start);
	recent.add('a', start + 50 + flapWindowMs);
	expect(recent.size).toBe(50);
	recent.add('a', start + 99 + flapWindowMs);
	expect(recent.size).toBe(1);
});

it('goes on forgetting after a time that was far ahead', () => {
	const recent = new RecentElections();
	recent.add('a', start + 100 * flapWindowMs);
	recent.add('a', start);
	electOthers(recent, 100, start);
	recent.add('b', start + 99 + flapWindowMs);
	expect(recent.size).toBe(1);
});
