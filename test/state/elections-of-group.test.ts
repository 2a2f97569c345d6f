import {expect, it} from 'vitest';
import {ElectionRecord} from '../../source/state/election-record.ts';
import {electionsOfGroup} from '../../source/state/elections-of-group.ts';
import {aGroup, start} from '../support/build.ts';
import {seededRandom} from '../support/random.ts';

it.each([1, 2, 3])(
	'finds the elections of a group as looking at all of them does (seed %i)',
	seed => {
		const random = seededRandom(seed);
		const groups = Array.from({length: 20}, (_, index) => aGroup({stream: `S${index}`}));
		const record = new ElectionRecord();
		let asked = groups[0] ?? aGroup({stream: 'S'});
		for (let turn = 0; turn < 400; turn++) {
			asked = random.chance(0.05) ? random.pick(groups) : asked;
			for (let count = random.below(8); count > 0; count--) {
				record.add({
					at: start + turn,
					group: random.pick(groups),
					from: 'n1',
					to: 'n2',
					cause: 'untold',
					who: undefined,
					gapMs: undefined,
				});
			}

			if (random.chance(0.2)) {
				record.explain(start + turn - 20, () => (random.chance(0.5) ? 'silent' : 'untold'));
			}

			const view = {elections: record.recent, electionCount: record.count};
			const all = record.recent.filter(({group}) => group.key === asked.key);
			expect(electionsOfGroup(view, asked.key)).toEqual(all);
		}

		expect(record.count).toBeGreaterThan(record.recent.length);
	},
);
