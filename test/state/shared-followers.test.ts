import {expect, it} from 'vitest';
import {SharedFollowers} from '../../source/state/shared-followers.ts';
import {aFollower} from '../support/build.ts';
import {seededRandom} from '../support/random.ts';

const healthy = () => [aFollower('n2'), aFollower('n3')];

it('holds one list for groups whose followers are alike', () => {
	const shared = new SharedFollowers();
	const list = shared.share(healthy(), undefined);

	expect(shared.share(healthy(), undefined)).toBe(list);
	expect(shared.share(healthy(), [aFollower('n2')])).toBe(list);
});

it('leaves a group the list that it had while nothing changed', () => {
	const before = [aFollower('n2', {lag: 7}), aFollower('n3')];

	expect(new SharedFollowers().share(structuredClone(before), before)).toBe(before);
});

it('takes no followers for others that differ in anything', () => {
	const shared = new SharedFollowers();
	const random = seededRandom(1);
	for (let round = 0; round < 2000; round++) {
		const followers = Array.from({length: random.below(4)}, () =>
			aFollower(random.pick(['n1', 'n2', 'n3']), {
				current: random.chance(0.5),
				online: random.chance(0.5),
				lag: random.chance(0.8) ? 0 : random.below(3),
			}),
		);
		const before = shared.share([...followers].reverse(), undefined);

		expect(shared.share(followers, before)).toEqual(followers);
	}
});

it('does not grow for ever', () => {
	const shared = new SharedFollowers();
	for (let round = 0; round < 25_000; round++) {
		shared.share([aFollower(`n${round}`)], undefined);
	}

	expect(shared.size).toBeLessThanOrEqual(20_000);
	expect(shared.share([aFollower('n1')], undefined)).toEqual([aFollower('n1')]);
});
