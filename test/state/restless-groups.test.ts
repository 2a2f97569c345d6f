import {expect, it} from 'vitest';
import {flapWindowMs, RestlessGroups} from '../../source/state/restless-groups.ts';
import {start} from '../support/build.ts';

function electOthers(restless: RestlessGroups, count: number, from: number): void {
	for (let index = 0; index < count; index++) {
		restless.elected(`other ${index}`, from + index);
	}
}

it('forgets with when a group elected that it flapped', () => {
	const restless = new RestlessGroups();
	for (const at of [start, start + 1000, start + 2000]) {
		restless.elected('a', at);
	}

	expect([...restless.flappingSince(start - 1)]).toMatchObject([{group: 'a'}]);
	// More than are remembered.
	electOthers(restless, 20_000, start + 3000);
	restless.elected('a', start + 60_000);
	expect([...restless.flappingSince(start - 1)]).toEqual([]);
});

it('forgets groups that have not elected for as long as counts', () => {
	const restless = new RestlessGroups();
	electOthers(restless, 100, start);
	restless.elected('a', start + 50 + flapWindowMs);
	expect(restless.size).toBe(50);
	restless.elected('a', start + 99 + flapWindowMs);
	expect(restless.size).toBe(1);
});

it('goes on forgetting after a time that was far ahead', () => {
	const restless = new RestlessGroups();
	restless.elected('a', start + 100 * flapWindowMs);
	restless.elected('a', start);
	electOthers(restless, 100, start);
	restless.elected('b', start + 99 + flapWindowMs);
	expect(restless.size).toBe(1);
});
