import {describe, expect, it} from 'vitest';
import {pageTimeoutMs} from '../../../source/nats/system/look-at-server.ts';
import {
	newsGapMs,
	promptedGapMs,
	routineGapMs,
	routineRestMs,
	slowRoundGapMs,
} from '../../../source/nats/system/look-pacing.ts';

/** Inventories of this many groups a server, as measured: 530 bytes a group, compressed to 42. */
const costs = (servers: number, groups: number) =>
	Array.from({length: servers}, () => ({
		wireBytes: 600 + groups * 42,
		rawBytes: 1300 + groups * 530,
		answerMs: 10,
	}));

describe('routine looks', () => {
	it.each([
		['three servers with 30 groups', 3, 30],
		['three servers with 3,000 groups', 3, 3000],
		['a hundred servers with 3,000 groups each', 100, 3000],
		['nine servers with 100,000 groups each', 9, 100_000],
	])('of %s keep to their budgets', (_, servers, groups) => {
		const looks = costs(servers, groups);
		const gapMs = routineGapMs(looks, 1000);
		const looksPerSecond = 1000 / gapMs;
		const {wireBytes = 0, rawBytes = 0} = looks[0] ?? {};

		expect(looksPerSecond * wireBytes).toBeLessThanOrEqual(100_000);
		expect(looksPerSecond * wireBytes).toBeLessThanOrEqual((servers * rawBytes) / 25 + 1e-6);
		expect(looksPerSecond * rawBytes).toBeLessThanOrEqual(300_000);
		expect(gapMs * servers).toBeGreaterThanOrEqual(5000);
	});

	it('come once in five rounds to each server when servers say little', () => {
		const nothing = Array.from({length: 3}, () => ({wireBytes: 0, rawBytes: 0, answerMs: 0}));

		expect(routineGapMs(nothing, 1000) * 3).toBe(5000);
		expect(routineGapMs([], 2000)).toBe(10_000);
	});
});

describe('looks that there is a reason for', () => {
	it('come at once where inventories are small', () => {
		expect(promptedGapMs({wireBytes: 1200, rawBytes: 4000, answerMs: 10})).toBe(250);
	});

	it('take at most 64 KB/s and a megabyte of JSON a second of one server', () => {
		const answerMs = 10;
		expect(promptedGapMs({wireBytes: 128_000, rawBytes: 1_000_000, answerMs})).toBe(2000);
		expect(promptedGapMs({wireBytes: 64_000, rawBytes: 3_000_000, answerMs})).toBe(3000);
	});

	it('leave a server that answers slowly most of its time', () => {
		const cost = {wireBytes: 1200, rawBytes: 4000, answerMs: 2000};
		expect(promptedGapMs(cost)).toBe(8000);
		expect(routineRestMs(cost)).toBe(100_000);
	});
});

describe('looks for groups that come and go', () => {
	it.each([
		['three servers with 3,000 groups', 3, 3000],
		['nine servers with 3,300 groups each', 9, 3300],
		['a hundred servers with 3,000 groups each', 100, 3000],
	])('at %s keep to their budgets, if they never cease to', (_, servers, groups) => {
		const looks = costs(servers, groups).map(cost => ({...cost, answerMs: 300}));
		const [look] = looks;
		const gapMs = look ? newsGapMs(look, looks) : 0;
		const {wireBytes = 0, rawBytes = 0, answerMs = 0} = look ?? {};

		expect((servers * wireBytes * 1000) / gapMs).toBeLessThanOrEqual(200_000);
		expect((servers * rawBytes * 1000) / gapMs).toBeLessThanOrEqual(2_000_001);
		expect(answerMs / gapMs).toBeLessThanOrEqual(1 / 20);
		// Nobody has to wait for much longer than a minute.
		expect(gapMs).toBeLessThan(90_000);
	});
});

describe('servers that take long to answer', () => {
	it('are given more time for a page with each try', () => {
		expect([0, 1, 2, 3, 9].map(pageTimeoutMs)).toEqual([15_000, 30_000, 60_000, 120_000, 120_000]);
	});

	it('are asked for their counters more rarely', () => {
		expect([5, 250, 2000, 60_000].map(slowRoundGapMs)).toEqual([20, 1000, 8000, 30_000]);
	});
});
