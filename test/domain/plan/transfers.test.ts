import {describe, expect, it} from 'vitest';
import {planBalance} from '../../../source/domain/plan/plan-balance.ts';
import type {PlanGoal, PlanOptions} from '../../../source/domain/plan/plan-options.ts';
import type {Plan} from '../../../source/domain/plan/plan.ts';
import type {ClusterPicture} from '../../../source/domain/cluster-picture.ts';
import {aGroup, groupsLedBy, pictureOf} from '../../support/build.ts';
import {seededRandom} from '../../support/random.ts';
import {clusterOf, families} from './cluster-families.ts';

describe('the order of execution', () => {
	describe.each(families)('in a cluster with: %s', family => {
		it.each(['total', 'streams', 'consumers'] as const)(
			'never makes the loads worse on the way to %s',
			goal => {
				for (let seed = 0; seed < 25; seed++) {
					const picture = clusterOf(family, 200 + seed, seededRandom(seed));
					const plan = planBalance(picture, {cluster: 'east', goal});
					let before = Number.POSITIVE_INFINITY;
					for (const loads of eachStep(plan, picture, goal)) {
						expect(sumOfSquares(loads)).toBeLessThanOrEqual(before);
						before = sumOfSquares(loads);
					}
				}
			},
		);

		it('raises the maximum by one at most while streams and consumers change places', () => {
			for (let seed = 0; seed < 25; seed++) {
				const picture = clusterOf(family, 200 + seed, seededRandom(seed));
				const plan = planBalance(picture, {cluster: 'east'});
				const [first, ...later] = [...eachStep(plan, picture, plan.goal)].map(highest);
				expect(Math.max(...later)).toBeLessThanOrEqual((first ?? 0) + 1);
			}
		});

		it('never has more on one server than before or after a drain', () => {
			for (let seed = 0; seed < 25; seed++) {
				const picture = clusterOf(family, 200 + seed, seededRandom(seed));
				const options: PlanOptions = {cluster: 'east', goal: 'total', drain: ['n2']};
				const steps = [...eachStep(planBalance(picture, options), picture, 'total')].map(highest);
				const ends = Math.max(steps[0] ?? 0, steps.at(-1) ?? 0);
				expect(Math.max(...steps)).toBe(ends);
			}
		});
	});

	it('takes from the fullest and gives to the emptiest', () => {
		const picture = pictureOf(['n1', 'n2', 'n3'], groupsLedBy({n1: 9, n2: 6, n3: 0}));
		const {moves} = planBalance(picture, {cluster: 'east'});
		expect(moves.map(({from, to}) => `${from}→${to}`)).toEqual([
			'n1→n3',
			'n1→n3',
			'n1→n3',
			'n1→n3',
			'n2→n3',
		]);
	});

	it('lets accounts take turns', () => {
		const picture = pictureOf(
			['n1', 'n2'],
			['A', 'B', 'C'].flatMap(account => groupsLedBy({n1: 4, n2: 0}, {account})),
		);
		const {moves} = planBalance(picture, {cluster: 'east'});
		const accounts = moves.map(({group}) => picture.groups.get(group)?.account);
		expect(new Set(accounts.slice(0, 3)).size).toBe(3);
		expect(new Set(accounts.slice(3)).size).toBe(3);
	});

	it('mixes streams and consumers that go opposite ways, so that stopping halfway harms nobody', () => {
		const picture = pictureOf(
			['n1', 'n2'],
			[
				...groupsLedBy({n1: 10, n2: 0}),
				...Array.from({length: 10}, (_, index) =>
					aGroup({stream: `S${index + 1}`, consumer: 'C', leader: 'n2', followers: ['n1']}),
				),
			],
		);
		const plan = planBalance(picture, {cluster: 'east'});
		expect(plan.moves).toHaveLength(10);
		for (const loads of eachStep(plan, picture, 'total')) {
			expect(highest(loads)).toBeLessThanOrEqual(11);
		}
	});
});

/** What counts for the goal on each server, before the first move and after each. */
function* eachStep(plan: Plan, {groups, servers}: ClusterPicture, goal: PlanGoal) {
	const loads = new Map([...servers.keys()].map(name => [name, 0]));
	const counts = [...groups.values()].filter(
		group => goal !== 'streams' || group.kind === 'stream',
	);
	for (const {leader} of counts) {
		add(loads, leader, 1);
	}

	yield loads;
	for (const {from, aim} of plan.moves) {
		add(loads, from, -1);
		add(loads, aim, 1);
		yield loads;
	}
}

function add(loads: Map<string, number>, server: string | undefined, change: number): void {
	if (server !== undefined) {
		loads.set(server, (loads.get(server) ?? 0) + change);
	}
}

function highest(loads: ReadonlyMap<string, number>): number {
	return Math.max(...loads.values());
}

function sumOfSquares(loads: ReadonlyMap<string, number>): number {
	return [...loads.values()].reduce((sum, load) => sum + load ** 2, 0);
}
