import {describe, expect, it} from 'vitest';
import {expectedTime, fullPace, type Pace} from '../../../source/domain/plan/expected-time.ts';
import type {Server} from '../../../source/domain/server.ts';
import {aServer} from '../../support/build.ts';

/** What `count` moves from n1 to n2 are expected to take. */
function timeOf(
	count: number,
	{pace = fullPace, electionMs, version = '2.12.4', to = 'n2'}: Circumstances = {},
): number {
	const servers = new Map<string, Server>(
		['n1', 'n2'].map(name => [name, aServer(name, {version})]),
	);
	const moves = Array.from({length: count}, (_, number) => ({
		group: `S${number}` as never,
		from: 'n1',
		to: to === 'anybody' ? undefined : to,
		aim: 'n2',
	}));
	const plan = {moves, stepDowns: count, expectedRequests: count};
	return expectedTime(plan, servers, pace, electionMs);
}

type Circumstances = {
	readonly pace?: Pace;
	readonly electionMs?: number;
	readonly version?: string;
	readonly to?: 'n2' | 'anybody';
};

describe('the time that a plan is expected to take', () => {
	it('is none for nothing', () => {
		expect(timeOf(0)).toBe(0);
	});

	it('counts the time that others have to object, and one election', () => {
		expect(timeOf(1, {electionMs: 80})).toBeCloseTo(150 + 80, -1);
	});

	it('takes elections for as slow as usual while none was seen', () => {
		expect(timeOf(8)).toBeCloseTo(timeOf(8, {electionMs: 80}));
	});

	it('counts rounds of twice as many each while the window opens', () => {
		// 8, 16 and 32 of 56.
		expect(timeOf(56, {electionMs: 200})).toBeCloseTo(150 + 3 * 200);
		// 128 at a server are the most; four rounds have brought it there.
		expect(timeOf(120 + 1280, {electionMs: 400})).toBeCloseTo(150 + (4 + 10) * 400);
	});

	it('takes a machine for as fast as it was seen to be, and no server for faster than any was', () => {
		expect(timeOf(1000, {electionMs: 400})).toBeGreaterThan(4000);
		expect(timeOf(1000, {electionMs: 5})).toBeCloseTo(150 + 5 + (1000 * 1000) / 430);
	});

	it('keeps to the pace', () => {
		expect(timeOf(100, {pace: {maxInFlight: 1, ratePerSecond: undefined}, electionMs: 40})).toBe(
			150 + 100 * 40,
		);
		expect(timeOf(100, {pace: {maxInFlight: 2, ratePerSecond: 5}, electionMs: 40})).toBe(
			150 + 40 + 100 * 200,
		);
	});

	it('is bounded by what old servers carry out', () => {
		expect(timeOf(100, {version: '2.9.10', to: 'anybody'})).toBe(150 + 265 + 25_000);
		expect(timeOf(100, {version: '2.10.27', to: 'anybody'})).toBe(150 + 265 + 2000);
	});
});
