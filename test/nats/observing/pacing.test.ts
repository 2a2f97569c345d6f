import {expect, it} from 'vitest';
import {
	changedGapMs,
	promptedGapMs,
	refreshGapMs,
	refreshRestMs,
	slowRoundGapMs,
} from '../../../source/nats/observing/pacing.ts';

/** Inventories of this many groups a server, as measured: 530 bytes a group, compressed to 42. */
const costs = (servers: number, groups: number, answerMs = 10) =>
	Array.from({length: servers}, () => ({
		wireBytes: 600 + groups * 42,
		rawBytes: 1300 + groups * 530,
		answerMs,
	}));

const fleets = [
	['three servers with 30 groups', 3, 30],
	['three servers with 3,000 groups', 3, 3000],
	['a hundred servers with 3,000 groups each', 100, 3000],
	['nine servers with 100,000 groups each', 9, 100_000],
] as const;

it.each(fleets)('refreshing what is known of %s keeps to its budget', (_, servers, groups) => {
	const all = costs(servers, groups);
	const [{wireBytes, rawBytes} = {wireBytes: 0, rawBytes: 0}] = all;
	const perSecond = 1000 / refreshGapMs(all, 1000);
	expect(perSecond * wireBytes).toBeLessThanOrEqual(100_000);
	expect(perSecond * rawBytes).toBeLessThanOrEqual(300_000);
	// Asking all servers for everything each second, in plain text, would bring 25 times as much.
	expect(perSecond * wireBytes).toBeLessThanOrEqual((servers * rawBytes) / 25 + 1e-6);
	expect(perSecond).toBeLessThanOrEqual(servers / 5);
});

it('refreshes once in five rounds where servers say little', () => {
	const nothing = Array.from({length: 3}, () => ({wireBytes: 0, rawBytes: 0}));
	expect(refreshGapMs(nothing, 1000) * 3).toBe(5000);
	expect(refreshGapMs([], 2000)).toBe(10_000);
});

it.each(fleets.slice(0, 3))(
	'groups of %s that never cease to come and go keep to their budget',
	(_, servers, groups) => {
		const all = costs(servers, groups, 300);
		const [cost = {wireBytes: 0, rawBytes: 0, answerMs: 0}] = all;
		const gapMs = changedGapMs(cost, all);
		expect((servers * cost.wireBytes * 1000) / gapMs).toBeLessThanOrEqual(200_000);
		expect((servers * cost.rawBytes * 1000) / gapMs).toBeLessThanOrEqual(2_000_001);
		expect(cost.answerMs / gapMs).toBeLessThanOrEqual(1 / 20);
		// Nobody has to wait for much longer than a minute.
		expect(gapMs).toBeLessThan(90_000);
	},
);

it('leaves a server that answers slowly most of its time', () => {
	const cost = {wireBytes: 1200, rawBytes: 4000, answerMs: 2000};
	expect(promptedGapMs(cost)).toBeGreaterThanOrEqual(4 * 2000);
	expect(refreshRestMs(cost)).toBeGreaterThan(promptedGapMs(cost));
	expect(slowRoundGapMs(2000)).toBeGreaterThanOrEqual(2000);
	expect(slowRoundGapMs(600_000)).toBeLessThan(60_000);
});
