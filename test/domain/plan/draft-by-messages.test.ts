import {describe, expect, it} from 'vitest';
import {planBalance} from '../../../source/domain/plan/plan-balance.ts';
import type {Plan} from '../../../source/domain/plan/plan.ts';
import type {RaftGroup} from '../../../source/domain/raft-group.ts';
import {aGroup, groupsLedBy, pictureOf} from '../../support/build.ts';
import {seededRandom} from '../../support/random.ts';
import {clusterOf, families} from './cluster-families.ts';
import {factsOf} from './legal-leaders.ts';

const names = ['n1', 'n2', 'n3'];

/** Streams of one server by their messages per second, each replicated everywhere. */
function rates(leader: string, messages: readonly number[]): RaftGroup[] {
	return messages.map((messagesPerSecond, index) =>
		aGroup({
			stream: `${leader}-${messages.length}-${index}`,
			leader,
			followers: names.filter(name => name !== leader),
			messagesPerSecond,
		}),
	);
}

function planFor(groups: readonly RaftGroup[], drain: readonly string[] = []): Plan {
	return planBalance(pictureOf(names, groups), {cluster: 'east', measure: 'messages', drain});
}

describe('planning by messages per second', () => {
	it('moves one busy group rather than many idle ones', () => {
		const busy = rates('n1', [50, 50, 50]);
		const plan = planFor([
			...busy,
			...rates(
				'n1',
				Array.from({length: 20}, () => 0),
			),
		]);
		expect(plan.loads.map(load => load.after)).toEqual([50, 50, 50]);
		expect(plan.stepDowns).toBe(2);
		expect(plan.ratio).toEqual({before: 3, after: 1, best: 1});
	});

	it('exchanges groups where no single one fits', () => {
		const plan = planFor([
			...rates('n1', [60, 60]),
			...rates('n2', [40, 40]),
			...rates('n3', [100]),
		]);
		expect(plan.loads.map(load => load.after)).toEqual([100, 100, 100]);
		expect(plan.stepDowns).toBe(2);
	});

	it('tells the bound when one group weighs more than a fair share', () => {
		const plan = planFor(rates('n1', [90, 10, 20]));
		expect(plan.ratio).toEqual({before: 3, after: 2.25, best: 2.25});
	});

	it('drains idle groups too, to whoever leads the fewest', () => {
		const plan = planFor([...rates('n1', [0, 0, 0, 0]), ...rates('n2', [5, 0])], ['n1']);
		expect(plan.moves).toHaveLength(4);
		expect(plan.after.shares.map(share => share.leaders)).toEqual([0, 3, 3]);
	});

	it('moves nothing while no rate is known', () => {
		expect(planFor(groupsLedBy({n1: 9, n2: 0, n3: 0})).moves).toEqual([]);
	});

	describe.each(families)('in a cluster with: %s', family => {
		it('makes legal moves that never raise the maximum and end near the bound', () => {
			let gap = 0;
			for (let seed = 0; seed < 20; seed++) {
				const picture = clusterOf(family, 300, seededRandom(seed));
				const options = {cluster: 'east', measure: 'messages'} as const;
				const plan = planBalance(picture, options);
				const legal = new Map(
					factsOf(picture, options).groups.map(({group, legal}) => [group.key, legal]),
				);
				const loads = new Map(plan.loads.map(({server, before}) => [server, before]));
				const highest = Math.max(...loads.values());
				for (const {group, from, aim} of plan.moves) {
					expect(legal.get(group)).toContain(aim);
					const messages = picture.groups.get(group)?.messagesPerSecond ?? 0;
					loads.set(from, (loads.get(from) ?? 0) - messages);
					loads.set(aim, (loads.get(aim) ?? 0) + messages);
					expect(Math.max(...loads.values())).toBeLessThanOrEqual(highest + 1e-6);
				}

				expect([...loads.values()].map(Math.round)).toEqual(
					plan.loads.map(({after}) => Math.round(after)),
				);
				gap += plan.ratio.after / plan.ratio.best / 20;
			}

			// A new server's bound is loose: it knows nothing of the groups that cannot go there.
			expect(gap).toBeLessThan(family === 'new empty server' ? 1.1 : 1.01);
		});
	});
});
