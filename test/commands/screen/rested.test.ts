import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {rested} from '../../../source/commands/screen/rested.ts';
import {visit} from '../../../source/domain/steps.ts';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

/** What takes so long to judge, and rests on a number. */
function judged(costMs: number) {
	const now = {basis: 0, ground: 0, judgements: 0};
	const answer = rested(
		() => String(now.basis),
		function* () {
			yield* visit([1], 2, one => {
				now.judgements += one;
				vi.advanceTimersByTime(costMs);
			});
			return now.basis;
		},
		() => {},
		() => String(now.ground),
	);
	return {now, answer};
}

describe('an answer', () => {
	it('is not made anew while nothing changes', () => {
		const {now, answer} = judged(1);
		expect(answer()).toBe(0);
		vi.advanceTimersByTime(60_000);
		expect(answer()).toBe(0);
		expect(now.judgements).toBe(1);
	});

	it('follows what changes, for at most 1 % of the time', () => {
		const {now, answer} = judged(1);
		answer();
		for (let ms = 0; ms < 10_000; ms += 10) {
			now.basis++;
			answer();
			vi.advanceTimersByTime(10);
		}

		expect(now.judgements).toBeGreaterThan(90);
		expect(now.judgements).toBeLessThanOrEqual(101);
	});

	it('that is dear waits until nothing more happens', () => {
		const {now, answer} = judged(30);
		answer();
		vi.advanceTimersByTime(5000);
		for (let ms = 0; ms < 2000; ms += 100) {
			now.basis++;
			expect(answer()).toBe(0);
			vi.advanceTimersByTime(100);
		}

		vi.advanceTimersByTime(1400);
		// Asked for as long as somebody looks.
		answer();
		expect(answer()).toBe(now.basis);
		expect(now.judgements).toBe(2);
	});

	it.each([
		{costMs: 50, everyMs: 10_000},
		{costMs: 10, everyMs: 3000},
	])(
		'that takes $costMs ms comes every $everyMs ms, though there is no end to it',
		({costMs, everyMs}) => {
			const {now, answer} = judged(costMs);
			answer();
			vi.advanceTimersByTime(15_000);
			for (let ms = 0; ms <= 3.5 * everyMs; ms += 100) {
				now.basis++;
				answer();
				vi.advanceTimersByTime(100);
			}

			expect(now.judgements).toBe(4);
		},
	);

	it('is worth nothing on other ground, and made anew at once, however dear', () => {
		const {now, answer} = judged(30);
		expect(answer()).toBe(0);
		now.basis = 7;
		expect(answer()).toBe(0);
		now.ground++;
		expect(answer()).toBe(7);
		expect(now.judgements).toBe(2);
	});
});
