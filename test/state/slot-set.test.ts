import {expect, it} from 'vitest';
import {SlotSet} from '../../source/state/slot-set.ts';
import {seededRandom} from '../support/random.ts';

const seeds = Array.from({length: 20}, (_, seed) => seed);

it.each(seeds)('holds what a set holds (seed %i)', seed => {
	const random = seededRandom(seed);
	const slots = new SlotSet();
	const expected = new Set<number>();
	for (let round = 0; round < 500; round++) {
		const slot = random.below(30);
		if (random.chance(0.5)) {
			slots.add(slot);
			expected.add(slot);
		} else {
			expect(slots.delete(slot)).toBe(expected.delete(slot));
		}

		const asked = random.below(35);
		expect([slots.has(asked), slots.size]).toEqual([expected.has(asked), expected.size]);
		if (random.chance(0.02)) {
			expect([...slots.take()].sort()).toEqual([...expected].sort());
			expected.clear();
		}
	}
});

it('has nothing in it at first', () => {
	const slots = new SlotSet();
	expect([slots.has(0), slots.size, [...slots.take()]]).toEqual([false, 0, []]);
});
