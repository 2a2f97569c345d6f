import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {ListingSchedule} from '../../../source/nats/account/listing-schedule.ts';
import {accountOf} from './account-of.ts';

describe('listings that nobody has a reason for', () => {
	beforeEach(() => {
		vi.useFakeTimers({now: 1_000_000});
	});

	afterEach(() => {
		vi.useRealTimers();
	});

	it.each([
		['bring a 25th of what listing everything each second would', 10, 25_000],
		['ask ten questions a second where there are many streams with consumers', 300, 30_100],
	])('%s', async (_, streams, gapMs) => {
		let listed = 0;
		let over = false;
		const listings = new ListingSchedule(
			accountOf(streams, async () => ({entries: [], missing: [], total: 0, limit: 256})),
			{
				session: () => new AbortController().signal,
				intervalMs: () => 1000,
				alongside: async () => {},
				async onListed() {
					listed++;
				},
			},
		);
		const ended = listings.run(() => over);
		await vi.advanceTimersByTimeAsync(gapMs - 100);
		expect(listed).toBe(1);
		await vi.advanceTimersByTimeAsync(200);
		expect(listed).toBe(2);
		over = true;
		listings.prompt();
		await ended;
	});
});
