import {expect, it} from 'vitest';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import {finish, type Steps} from '../../source/domain/steps.ts';
import {byName} from '../../source/state/by-name.ts';
import {KnownGroups} from '../../source/state/known-groups.ts';
import type {NamedGroups} from '../../source/state/named-groups.ts';
import {aGroup} from '../support/build.ts';
import {seededRandom, type Random} from '../support/random.ts';

const leaders = ['n1', 'n2', 'n3'];
const seeds = Array.from({length: 30}, (_, seed) => seed);

it.each(seeds)('holds what a map holds, and in the order of the names (seed %i)', seed => {
	const random = seededRandom(seed);
	const known = new KnownGroups();
	const expected = new Map<string, RaftGroup>();
	let steps: Steps<void> | undefined;
	for (let round = 0; round < 400; round++) {
		const group = randomGroup(random);
		if (random.chance(0.4)) {
			known.delete(group.key);
			expected.delete(group.key);
		} else {
			known.set(group);
			expected.set(group.key, group);
		}

		expect(known.get(group.key)).toBe(expected.get(group.key));
		// The names are put in order in the midst of changes, and again before that has ended.
		if (random.chance(0.3)) {
			steps ??= known.nameInSteps();
			steps = steps.next().done ? undefined : steps;
		}

		if (random.chance(0.1)) {
			expect(inOrder(known.named())).toEqual([...expected.values()].sort(byName));
		}

		if (random.chance(0.2)) {
			expect(known.copy().sort(byName)).toEqual([...expected.values()].sort(byName));
		}

		const server = random.pick([...leaders, 'nobody']);
		const led = [...expected.values()].filter(({leader}) => leader === server);
		expect(inOrder(known.namedLedBy(server))).toEqual(led.sort(byName));
	}

	expect([...known]).toEqual([...expected]);
	const some = [...expected.keys(), 'none'].filter(() => random.chance(0.5));
	const wanted = [...expected.values()].filter(({key}) => some.includes(key));
	expect(inOrder(known.named(some))).toEqual(wanted.sort(byName));
	for (const key of expected.keys()) {
		known.delete(key);
	}

	expect([known.size, known.named().groups, [...known.values()]]).toEqual([0, [], []]);
	expect(known.copy()).toEqual([]);
	expect(leaders.flatMap(server => known.namedLedBy(server).groups)).toEqual([]);
});

it('does not grow while groups come and go and nobody asks for their order', () => {
	const known = new KnownGroups();
	for (let round = 0; round < 3; round++) {
		known.set(aGroup({stream: `S${round}`}));
	}

	finish(known.nameInSteps());
	for (let round = 0; round < 1000; round++) {
		const passing = aGroup({stream: `PASSING-${round}`});
		known.set(passing);
		known.delete(passing.key);
	}

	expect(known.slots).toBe(4);
	expect(inOrder(known.named()).map(({stream}) => stream)).toEqual(['S0', 'S1', 'S2']);
});

function inOrder({groups, places}: NamedGroups): RaftGroup[] {
	return groups
		.map((group, index) => ({group, place: places[index] ?? 0}))
		.sort((a, b) => a.place - b.place)
		.map(({group}) => group);
}

function randomGroup(random: Random): RaftGroup {
	return aGroup({
		account: random.pick(['SHOP', 'PAY']),
		stream: `S${random.below(12)}`,
		consumer: random.chance(0.6) ? `c${random.below(4)}` : undefined,
		leader: random.pick([...leaders, undefined]),
		messages: random.below(1000),
	});
}
