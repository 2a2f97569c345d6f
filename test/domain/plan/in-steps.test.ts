import {describe, expect, it} from 'vitest';
import type {ClusterPicture} from '../../../source/domain/cluster-picture.ts';
import {
	bestReachable,
	bestReachableInSteps,
	planBalance,
	planInSteps,
} from '../../../source/domain/plan/plan-balance.ts';
import type {Steps} from '../../../source/domain/steps.ts';
import {seededRandom} from '../../support/random.ts';
import {clusterOf, families} from './cluster-families.ts';

/** Carries it out while the cluster goes on: after each step some group is led by somebody else, or gone. */
function meanwhile<Result>(steps: Steps<Result>, {groups, servers}: ClusterPicture) {
	const changing = groups as Map<string, NonNullable<ReturnType<typeof groups.get>>>;
	const random = seededRandom(7);
	const keys = [...groups.keys()];
	for (let count = 0; ; count++) {
		const step = steps.next();
		if (step.done) {
			return {result: step.value, steps: count};
		}

		const key = random.pick(keys);
		const group = groups.get(key);
		if (group && random.chance(0.5)) {
			changing.set(key, {...group, leader: random.pick([...servers.keys()]), followers: []});
		} else {
			changing.delete(key);
		}
	}
}

describe.each(families)('in steps, in a cluster with the trouble "%s"', family => {
	const cluster = () => clusterOf(family, 6000, seededRandom(3));

	it.each([{}, {measure: 'messages'}, {drain: ['n1']}] as const)(
		'plans what was best when it began, with %o',
		options => {
			const picture = cluster();
			const wanted = {cluster: 'east', ...options};
			const {result, steps} = meanwhile(planInSteps(picture, wanted), picture);
			expect(result).toEqual(planBalance(cluster(), wanted));
			expect(steps).toBeGreaterThan(20);
		},
	);

	it('judges what was true when it began', () => {
		const picture = cluster();
		expect(meanwhile(bestReachableInSteps(picture, {cluster: 'east'}), picture).result).toEqual(
			bestReachable(cluster(), {cluster: 'east'}),
		);
	});
});
