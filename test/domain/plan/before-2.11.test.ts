import {describe, expect, it} from 'vitest';
import type {ClusterPicture} from '../../../source/domain/cluster-picture.ts';
import {chooseUndirected} from '../../../source/domain/plan/before-2.11.ts';
import {planBalance} from '../../../source/domain/plan/plan-balance.ts';
import {aFollower, aGroup, aServer, groupsLedBy, pictureOf} from '../../support/build.ts';
import {seededRandom} from '../../support/random.ts';
import {clusterOf, families} from './cluster-families.ts';
import {beforeDirection, runUndirected} from './undirected-cluster.ts';

const options = {cluster: 'east'};

function choose(picture: ClusterPicture, count: number, tries = new Map<string, number>()) {
	return chooseUndirected(picture, options, {count, tries, maxTries: 3});
}

describe('choosing step-downs where the next leader cannot be wished for', () => {
	it('starts with the groups whose followers lead the least', () => {
		const near = aGroup({stream: 'NEAR', leader: 'n1', followers: ['n2']});
		const far = aGroup({stream: 'FAR', leader: 'n1', followers: ['n3']});
		const rest = groupsLedBy({n1: 5, n2: 3, n3: 0}, {account: 'PAY'});
		const picture = beforeDirection(pictureOf(['n1', 'n2', 'n3'], [near, ...rest, far]));
		expect(choose(picture, 1)).toEqual([{group: far.key, from: 'n1', to: undefined}]);
	});

	it('counts on what it has chosen already', () => {
		const picture = beforeDirection(pictureOf(['n1', 'n2'], groupsLedBy({n1: 10, n2: 0})));
		expect(choose(picture, 100)).toHaveLength(5);
	});

	it('chooses none when nothing is to be gained on average', () => {
		const picture = beforeDirection(
			pictureOf(['n1', 'n2', 'n3'], groupsLedBy({n1: 4, n2: 3, n3: 3})),
		);
		expect(choose(picture, 8)).toEqual([]);
	});

	it('prefers a group that was not tried, and gives up after some tries', () => {
		const groups = groupsLedBy({n1: 2, n2: 0});
		const picture = beforeDirection(pictureOf(['n1', 'n2'], groups));
		const [first, second] = groups.map(({key}) => key);
		expect(choose(picture, 1, new Map([[second ?? '', 1]])).map(({group}) => group)).toEqual([
			first,
		]);
		expect(choose(picture, 1, new Map([[first ?? '', 1]])).map(({group}) => group)).toEqual([
			second,
		]);
		expect(choose(picture, 2, new Map(groups.map(({key}) => [key, 3])))).toEqual([]);
	});

	it('leaves servers alone that can be told who shall lead', () => {
		const picture = pictureOf(
			[aServer('n1'), aServer('n2', {version: '2.9.10'}), aServer('n3')],
			[...groupsLedBy({n1: 6, n3: 0}), ...groupsLedBy({n2: 6, n3: 0}, {account: 'PAY'})],
		);
		expect(new Set(choose(picture, 10).map(({from}) => from))).toEqual(new Set(['n2']));
	});

	it('risks a closed server only for a group that must leave', () => {
		const picture = beforeDirection(
			pictureOf(
				['n1', 'n2', aServer('n3', {state: 'lame-duck'})],
				groupsLedBy({n1: 6, n2: 0, n3: 0}),
			),
		);
		const round = {count: 10, tries: new Map<string, number>(), maxTries: 3};
		expect(chooseUndirected(picture, options, round)).toEqual([]);
		expect(chooseUndirected(picture, {...options, drain: ['n1']}, round)).toHaveLength(6);
	});

	it('counts on no follower that is behind', () => {
		const caged = aGroup({
			stream: 'CAGED',
			leader: 'n1',
			followers: ['n2', aFollower('n3', {lag: 3})],
		});
		const picture = beforeDirection(
			pictureOf(['n1', 'n2', 'n3'], [caged, ...groupsLedBy({n1: 0, n2: 4}, {account: 'PAY'})]),
		);
		expect(choose(picture, 1).map(({group}) => group)).not.toContain(caged.key);
	});

	// A server of these versions gives 7 or 6 of 8 elections of a group to the same follower.
	describe.each(families)('in a cluster with: %s', family => {
		it('gets nearly as even as directed step-downs do, with not many more than was expected', () => {
			let stepDowns = 0;
			let expected = 0;
			for (let seed = 0; seed < 10; seed++) {
				const random = seededRandom(seed);
				const picture = beforeDirection(clusterOf(family, 120, random));
				const plan = planBalance(picture, {cluster: 'east', goal: 'total'});
				const run = runUndirected(picture, options, random, {budget: 1000});
				expect(run.isSettled).toBe(true);
				const {before} = planBalance(run.picture, options).ratio;
				expect(before).toBeLessThan(plan.ratio.best * 1.1);
				stepDowns += run.stepDowns;
				expected += plan.expectedRequests;
			}

			expect(expected / stepDowns).toBeGreaterThan(0.75);
			expect(expected / stepDowns).toBeLessThan(1.35);
		});
	});
});
