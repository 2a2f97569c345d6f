import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {Gathering} from '../../../source/nats/observing/gathering.ts';

type Question = 'JSZ' | 'STATSZ';

const gather = (
	questions: readonly Question[],
	expected: ReadonlySet<string> | undefined,
	deadlineMs: number,
	{signal} = new AbortController(),
) => new Gathering({questions, expected, deadlineMs, quietMs: 500, signal});

/** How long the gathering took, in ms, and who was in time. */
async function outcome(gathering: Gathering<Question>) {
	const startedAt = Date.now();
	const ended = gathering.done.then(inTime => ({
		tookMs: Date.now() - startedAt,
		inTime: [...inTime].sort(),
	}));
	await vi.advanceTimersByTimeAsync(10_000);
	const outcome = await ended;
	expect(vi.getTimerCount()).toBe(0);
	return outcome;
}

describe('a round', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	it('is over when all who are expected have answered everything', async () => {
		const gathering = gather(['JSZ', 'STATSZ'], new Set(['n1', 'n2']), 1000);
		for (const server of ['n1', 'n2']) {
			gathering.take('JSZ', server);
			gathering.take('STATSZ', server, 3);
		}

		expect(await outcome(gathering)).toEqual({tookMs: 0, inTime: ['n1', 'n2']});
	});

	it('does not wait for one that is slow beyond its deadline', async () => {
		const gathering = gather(['JSZ'], new Set(['n1', 'n2']), 1000);
		gathering.take('JSZ', 'n1');

		expect(await outcome(gathering)).toEqual({tookMs: 1000, inTime: ['n1']});
	});

	it('does not count half an answer', async () => {
		const gathering = gather(['JSZ', 'STATSZ'], new Set(['n1']), 1000);
		gathering.take('STATSZ', 'n1', 1);

		expect(await outcome(gathering)).toEqual({tookMs: 1000, inTime: []});
	});

	it('goes by the number of servers that they tell while none is known', async () => {
		const gathering = gather(['JSZ', 'STATSZ'], undefined, 2000);
		gathering.take('JSZ', 'n1');
		gathering.take('STATSZ', 'n1', 2);
		gathering.take('STATSZ', 'n2', 2);
		gathering.take('JSZ', 'n2');

		expect(await outcome(gathering)).toEqual({tookMs: 0, inTime: ['n1', 'n2']});
	});

	it('goes by the silence after the last answer where that number is too high', async () => {
		const gathering = gather(['JSZ', 'STATSZ'], undefined, 2000);
		gathering.take('JSZ', 'n1');
		gathering.take('STATSZ', 'n1', 2);

		expect(await outcome(gathering)).toEqual({tookMs: 500, inTime: ['n1']});
	});

	it('ends with the connection, with those that have answered', async () => {
		const session = new AbortController();
		const gathering = gather(['JSZ'], new Set(['n1', 'n2']), 1000, session);
		gathering.take('JSZ', 'n1');
		session.abort();

		expect(await outcome(gathering)).toEqual({tookMs: 0, inTime: ['n1']});
	});
});
