import {expect, it} from 'vitest';
import {nthSmallest} from '../../source/state/nth-smallest.ts';
import {seededRandom} from '../support/random.ts';

it.each([1, 2, 3, 10, 999])('finds each of %i numbers, many of them alike', count => {
	const random = seededRandom(count);
	for (const kinds of [1, 3, count * 10]) {
		const numbers = Float64Array.from({length: count}, () => random.below(kinds) - 1);
		const sorted = numbers.toSorted();
		for (const index of [0, Math.floor(count / 3), count - 1]) {
			expect(nthSmallest(numbers.slice(), index)).toBe(sorted[index]);
		}
	}
});
