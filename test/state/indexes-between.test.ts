import {expect, it} from 'vitest';
import {indexesBetween} from '../../source/state/indexes-between.ts';
import {seededRandom} from '../support/random.ts';

it.each([1, 2, 3, 10, 64, 999])('finds any window on %i ranks, many of them alike', count => {
	const random = seededRandom(count);
	for (const kinds of [1, 2, 5, count * 10]) {
		const ranks = Float64Array.from({length: count}, () => random.below(kinds) - 2);
		const ties = Uint32Array.from(
			random.sample(
				Array.from({length: count}, (_, tie) => tie * 3),
				count,
			),
		);
		const sorted = Array.from(ranks.keys()).sort(
			(a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || (ties[a] ?? 0) - (ties[b] ?? 0),
		);
		for (let run = 0; run < 30; run++) {
			const from = random.below(count + 2);
			const to = from + random.below(count + 2);
			expect(indexesBetween(ranks, ties, from, to)).toEqual(sorted.slice(from, to));
		}
	}
});
