import {expect, it} from 'vitest';
import {finish} from '../../source/domain/steps.ts';
import {mergeInSteps, sortInSteps} from '../../source/state/sort-in-steps.ts';
import {seededRandom, type Random} from '../support/random.ts';

/** Only the tens count, so that what is stable shows. */
const compare = (a: number, b: number) => Math.floor(a / 10) - Math.floor(b / 10);

function someNumbers(random: Random, count: number): Uint32Array {
	return Uint32Array.from({length: count}, () => random.below(Math.max(count * 4, 10)));
}

it.each([0, 1, 2, 1023, 1024, 1025, 5000])('sorts %i numbers as a simple sort does', count => {
	const numbers = someNumbers(seededRandom(count), count);
	const expected = [...numbers].sort(compare);

	expect([...finish(sortInSteps(numbers, compare))]).toEqual(expected);
});

it.each([
	[0, 0],
	[0, 5],
	[5, 0],
	[1, 4000],
	[4000, 1],
	[4000, 7],
	[3000, 3000],
])('merges %i and %i numbers, equal ones of the first before those of the second', (few, more) => {
	const random = seededRandom(few + more);
	const left = someNumbers(random, few).sort(compare);
	const right = someNumbers(random, more).sort(compare);
	const merged = new Uint32Array(few + more);
	finish(mergeInSteps(left, right, compare, merged));

	expect([...merged]).toEqual([...left, ...right].sort(compare));
});

it('takes steps that are short', () => {
	let comparisons = 0;
	let longest = 0;
	const steps = sortInSteps(someNumbers(seededRandom(1), 20_000), (a, b) => {
		comparisons++;
		return a - b;
	});
	while (!steps.next().done) {
		longest = Math.max(longest, comparisons);
		comparisons = 0;
	}

	expect(longest).toBeGreaterThan(0);
	expect(longest).toBeLessThan(30_000);
});
