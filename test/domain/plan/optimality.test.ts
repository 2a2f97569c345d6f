import {describe, expect, it} from 'vitest';
import {bestReachable, planBalance} from '../../../source/domain/plan/plan-balance.ts';
import {decreasing, exhaustiveSearch, type Best, type Judge} from './exhaustive-search.ts';
import {factsOf, type Facts} from './legal-leaders.ts';
import {loadsOf, placementsOf, type Placement} from './placements-of.ts';
import {tinyCluster} from './tiny-cluster.ts';

describe('a plan for a tiny cluster', () => {
	it('has the smallest loads of all placements and the fewest step-downs, phase by phase', () => {
		for (let seed = 0; seed < 3000; seed++) {
			const {picture, options} = tinyCluster(seed);
			const facts = factsOf(picture, options);
			for (const placement of placementsOf(facts, planBalance(picture, options))) {
				const judge = judgeOf(facts, placement, options.tolerance ?? 0);
				expect({seed, ...reached(placement, judge)}).toEqual({
					seed,
					...exhaustiveSearch(placement, judge),
				});
			}
		}
	});

	it('makes all leaders as even as can be, also where even streams stand against it', () => {
		const outcomes = {kept: 0, given: 0};
		for (let seed = 0; seed < 3000; seed++) {
			const {picture, options} = tinyCluster(seed);
			if (options.goal !== 'streams-then-total' || options.tolerance || options.drain?.length) {
				continue;
			}

			const plan = planBalance(picture, options);
			const facts = factsOf(picture, options);
			const [total] = placementsOf(facts, {goal: 'total', moves: plan.moves});
			const best = total && exhaustiveSearch(total, decreasing);
			expect({seed, loads: total && decreasing(loadsOf(total))}).toEqual({
				seed,
				loads: best?.score,
			});
			outcomes[plan.goal === 'total' ? 'given' : 'kept']++;
		}

		expect(outcomes.kept).toBeGreaterThan(100);
		expect(outcomes.given).toBeGreaterThan(20);
	});

	it('reaches what is told to be the best reachable', () => {
		for (let seed = 0; seed < 1000; seed++) {
			const {picture, options} = tinyCluster(seed);
			const {ratio, stepDowns} = planBalance(picture, options);
			expect(bestReachable(picture, options)).toMatchObject({ratio: ratio.best, stepDowns});
			if (!options.tolerance) {
				expect(ratio.after).toBe(ratio.best);
			}
		}
	});
});

function reached(placement: Placement, judge: Judge): Best {
	const {groups, leaders} = placement;
	for (const {group, home, legal} of groups) {
		expect(legal).toContain(leaders.get(group.key) ?? home);
	}

	return {
		score: judge(loadsOf(placement)),
		stepDowns: groups.filter(({group}) => leaders.has(group.key)).length,
	};
}

/** Without tolerance the loads, highest first; with it, how far they are above the band and below it. */
function judgeOf(facts: Facts, placement: Placement, tolerance: number): Judge {
	if (tolerance === 0) {
		return decreasing;
	}

	const level = highestShare(facts, placement);
	const high = Math.max(Math.ceil(level), Math.floor(level * (1 + tolerance) + 1e-6));
	const low = Math.min(Math.floor(level), Math.ceil(level * (1 - tolerance) - 1e-6));
	return loads => [
		...decreasing(loads.map(load => Math.max(0, load - high))),
		...decreasing(loads.map(load => Math.max(0, low - load))),
	];
}

/** The highest average that any set of servers must keep which cannot hand its leaders out of itself. */
function highestShare({taking, answering, drained}: Facts, placement: Placement): number {
	const {servers, groups} = placement;
	const loads = loadsOf({...placement, leaders: new Map()});
	const leaving = groups.filter(
		({home, legal}) => drained.includes(home) && legal[0] !== home,
	).length;
	const undrained = answering.filter(name => !drained.includes(name));
	const [core, others] =
		taking.length > 0
			? [taking, undrained.filter(name => !taking.includes(name))]
			: [undrained, []];
	let highest = 0;
	for (let subset = 0; subset < 2 ** others.length; subset++) {
		const members = [...core, ...others.filter((_, index) => (subset >> index) % 2 === 1)];
		const sum = members.reduce((sum, name) => sum + (loads[servers.indexOf(name)] ?? 0), leaving);
		highest = Math.max(highest, members.length === 0 ? 0 : sum / members.length);
	}

	return highest;
}
