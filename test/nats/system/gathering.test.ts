import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {Gathering} from '../../../source/nats/system/gathering.ts';

/** How long the gathering took, in ms, and who was in time. */
async function outcome(gathering: Gathering) {
	const startedAt = Date.now();
	let tookMs: number | undefined;
	const over = async () => {
		await gathering.done;
		tookMs = Date.now() - startedAt;
	};
	const ended = over();
	await vi.advanceTimersByTimeAsync(10_000);
	await ended;
	expect(vi.getTimerCount()).toBe(0);
	return {tookMs, inTime: [...gathering.answered()].sort()};
}

describe('a round', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	it('is over when all who are expected have answered everything', async () => {
		const gathering = new Gathering(['JSZ', 'STATSZ'], new Set(['n1', 'n2']), 1000);
		for (const server of ['n1', 'n2']) {
			gathering.take('JSZ', server);
			gathering.take('STATSZ', server, 3);
		}

		expect(await outcome(gathering)).toEqual({tookMs: 0, inTime: ['n1', 'n2']});
	});

	it('does not wait for one that is slow beyond its deadline', async () => {
		const gathering = new Gathering(['JSZ'], new Set(['n1', 'n2']), 1000);
		gathering.take('JSZ', 'n1');

		expect(await outcome(gathering)).toEqual({tookMs: 1000, inTime: ['n1']});
	});

	it('does not count half an answer', async () => {
		const gathering = new Gathering(['JSZ', 'STATSZ'], new Set(['n1']), 1000);
		gathering.take('STATSZ', 'n1', 1);

		expect(await outcome(gathering)).toEqual({tookMs: 1000, inTime: []});
	});

	it('goes by the number of servers that they tell while none is known', async () => {
		const gathering = new Gathering(['JSZ', 'STATSZ'], undefined, 2000);
		gathering.take('JSZ', 'n1');
		gathering.take('STATSZ', 'n1', 2);
		gathering.take('STATSZ', 'n2', 2);
		gathering.take('JSZ', 'n2');

		expect(await outcome(gathering)).toEqual({tookMs: 0, inTime: ['n1', 'n2']});
	});

	it('goes by the silence after the last answer where that number is too high', async () => {
		const gathering = new Gathering(['JSZ', 'STATSZ'], undefined, 2000);
		gathering.take('JSZ', 'n1');
		gathering.take('STATSZ', 'n1', 2);

		expect(await outcome(gathering)).toEqual({tookMs: 500, inTime: ['n1']});
	});
});
