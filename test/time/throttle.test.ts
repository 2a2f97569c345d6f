import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {throttled} from '../../source/time/throttle.ts';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

/** What takes so long to compute, and rests on a number. */
function costly(costMs: number) {
	const now = {revision: 0, validity: 0, computed: 0, changes: 0};
	const answer = throttled(
		() => {
			now.computed++;
			vi.advanceTimersByTime(costMs);
			return now.revision;
		},
		{
			revision: () => String(now.revision),
			validity: () => String(now.validity),
			onChange() {
				now.changes++;
			},
		},
	);
	return {now, answer};
}

describe('a throttled answer', () => {
	it('is not made anew while nothing changes', () => {
		const {now, answer} = costly(1);
		expect(answer()).toBe(0);
		vi.advanceTimersByTime(60_000);
		expect(answer()).toBe(0);
		expect(now).toMatchObject({computed: 1, changes: 0});
	});

	it('follows what changes in the background, and says so', () => {
		const {now, answer} = costly(1);
		answer();
		now.revision = 7;
		vi.advanceTimersByTime(60_000);
		expect(answer()).toBe(0);
		vi.advanceTimersByTime(1);
		expect(now.changes).toBe(1);
		expect(answer()).toBe(7);
	});

	it('costs at most 1 % of the time', () => {
		const {now, answer} = costly(10);
		const begunAt = performance.now();
		while (performance.now() < begunAt + 60_000) {
			now.revision++;
			answer();
			vi.advanceTimersByTime(10);
		}

		expect(now.computed).toBeGreaterThan(50);
		expect(10 * now.computed).toBeLessThanOrEqual(0.011 * (performance.now() - begunAt));
	});

	it('is worth nothing when it is not valid any more, and made anew at once, whatever it costs', () => {
		const {now, answer} = costly(300);
		expect(answer()).toBe(0);
		now.revision = 7;
		expect(answer()).toBe(0);
		now.validity++;
		expect(answer()).toBe(7);
	});

	it('is there when it has been awaited', async () => {
		const onChange = vi.fn<() => void>();
		const answer = throttled(async () => 7, {revision: () => '', onChange});
		expect(answer()).toBeUndefined();
		await vi.advanceTimersByTimeAsync(0);
		expect(onChange).toHaveBeenCalledOnce();
		expect(answer()).toBe(7);
	});
});
