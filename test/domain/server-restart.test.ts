import {describe, expect, it} from 'vitest';
import {catchUpLeftMs} from '../../source/domain/server-restart.ts';
import {start} from '../support/build.ts';
import {seededRandom} from '../support/random.ts';

/** What is left after one sample in so many seconds, some seconds later. */
function left(entries: readonly number[], everyS = 1, laterS = 0): number | undefined {
	const samples = entries.map((lag, index) => ({
		at: start + index * everyS * 1000,
		groups: 5,
		entries: lag,
	}));
	return catchUpLeftMs(samples, start + ((entries.length - 1) * everyS + laterS) * 1000);
}

describe('how long catching up takes', () => {
	it('goes on as it went', () => {
		expect(left([1000, 900, 800, 700])).toBeCloseTo(7000);
		expect(left([90_000, 60_000, 30_000], 5)).toBeCloseTo(5000);
	});

	it('counts down between two looks, never below nothing', () => {
		expect(left([1000, 900, 800], 1, 3)).toBeCloseTo(5000);
		expect(left([300, 200, 100], 1, 9)).toBe(0);
	});

	it('is near the truth for samples that scatter a little', () => {
		const random = seededRandom(3);
		for (let round = 0; round < 100; round++) {
			const perSecond = 50 + random.below(500);
			const length = 5 + random.below(20);
			const rest = perSecond * (5 + random.below(60));
			const entries = Array.from(
				{length},
				(_, index) => rest + perSecond * (length - 1 - index + (random.next() - 0.5) * 0.4),
			);
			const truth = (entries.at(-1) ?? 0) / perSecond;
			expect((left(entries) ?? 0) / 1000).toBeGreaterThan(truth * 0.7);
			expect((left(entries) ?? Infinity) / 1000).toBeLessThan(truth * 1.4);
		}
	});

	it.each<[string, readonly number[], number]>([
		['without samples', [], 1],
		['from one', [900], 1],
		['from two', [900, 800], 1],
		['within too short a time', [900, 800, 700], 0.5],
		['where it grows', [700, 800, 900], 1],
		['where it stands still', [900, 900, 900], 1],
		['where it hardly shrinks', [1000, 999, 998], 1],
		['where it jumps about', [900, 100, 800, 50, 850], 1],
		['where no entries are told', [0, 0, 0], 1],
		['where nothing is left', [200, 100, 0], 1],
	])('is not guessed %s', (_, entries, everyS) => {
		expect(left(entries, everyS)).toBeUndefined();
	});

	it('forgets how it went more than a minute ago', () => {
		expect(left([9000, 8000, 7000, 7000, 7000, 7000, 7000], 20)).toBeUndefined();
	});
});
