import {describe, expect, it} from 'vitest';
import {planBalance} from '../../../source/domain/plan/plan-balance.ts';
import type {PlanGoal} from '../../../source/domain/plan/plan-options.ts';
import type {Plan} from '../../../source/domain/plan/plan.ts';
import type {RaftGroup} from '../../../source/domain/raft-group.ts';
import {decreasing, exhaustiveSearch, type Best, type Judge} from './exhaustive-search.ts';
import {factsOf, type Facts, type LegalGroup} from './legal-leaders.ts';
import {tinyCluster} from './tiny-cluster.ts';

type Kind = RaftGroup['kind'];
const both: readonly Kind[] = ['stream', 'consumer'];

describe('a plan for a tiny cluster', () => {
	it('has the smallest loads of all placements and the fewest step-downs, phase by phase', () => {
		const seen = new Map<string, number>();
		for (let seed = 0; seed < 6000; seed++) {
			const {picture, options} = tinyCluster(seed);
			const facts = factsOf(picture, options);
			const plan = planBalance(picture, options);
			const tolerance = options.tolerance ?? 0;
			for (const phase of phases[plan.goal]) {
				expect({seed, ...reached(facts, plan, phase, tolerance)}).toEqual({
					seed,
					...possible(facts, plan, phase, tolerance),
				});
			}

			const outcome = `${options.goal} as ${plan.goal}`;
			seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
		}

		expect(seen.get('streams-then-total as streams-then-total')).toBeGreaterThan(1000);
		expect(seen.get('streams-then-total as total')).toBeGreaterThan(20);
	});
});

type Phase = {
	/** What was decided before: these stand where the plan puts them. */
	readonly settled: readonly Kind[];
	readonly counts: readonly Kind[];
	readonly moves: readonly Kind[];
};

const phases: Readonly<Record<PlanGoal, readonly Phase[]>> = {
	'streams-then-total': [
		{settled: [], counts: ['stream'], moves: ['stream']},
		{settled: ['stream'], counts: both, moves: ['consumer']},
	],
	total: [{settled: [], counts: both, moves: both}],
	streams: [{settled: [], counts: ['stream'], moves: ['stream']}],
	consumers: [{settled: ['stream'], counts: both, moves: ['consumer']}],
};

function possible(facts: Facts, plan: Plan, phase: Phase, tolerance: number): Best {
	const {fixed, free} = split(facts, plan, phase);
	return exhaustiveSearch(facts.servers, free, fixed, judgeOf(facts, fixed, free, tolerance));
}

function reached(facts: Facts, plan: Plan, phase: Phase, tolerance: number): Best {
	const {fixed, free} = split(facts, plan, phase);
	const aims = aimsOf(plan);
	const loads = [...fixed];
	let stepDowns = 0;
	for (const {group, home, legal, weight} of free) {
		const leader = aims.get(group.key) ?? home;
		expect(legal).toContain(leader);
		add(facts, loads, leader, weight);
		stepDowns += leader === home ? 0 : 1;
	}

	return {score: judgeOf(facts, fixed, free, tolerance)(loads), stepDowns};
}

/** The groups that a phase moves, and the loads of the others. */
function split(
	facts: Facts,
	plan: Plan,
	{settled, counts, moves}: Phase,
): {readonly fixed: readonly number[]; readonly free: readonly LegalGroup[]} {
	const aims = aimsOf(plan);
	const fixed = facts.servers.map(() => 0);
	for (const {group, home, weight} of facts.groups) {
		if (counts.includes(group.kind) && !moves.includes(group.kind)) {
			const leader = settled.includes(group.kind) ? (aims.get(group.key) ?? home) : home;
			add(facts, fixed, leader, weight);
		}
	}

	return {fixed, free: facts.groups.filter(({group}) => moves.includes(group.kind))};
}

/** Without tolerance the loads, highest first; with it, how far they are above the band and below it. */
function judgeOf(
	facts: Facts,
	fixed: readonly number[],
	free: readonly LegalGroup[],
	tolerance: number,
): Judge {
	if (tolerance === 0) {
		return decreasing;
	}

	const level = highestShare(facts, fixed, free);
	const high = Math.max(Math.ceil(level), Math.floor(level * (1 + tolerance) + 1e-6));
	const low = Math.min(Math.floor(level), Math.ceil(level * (1 - tolerance) - 1e-6));
	return loads => [
		...decreasing(loads.map(load => Math.max(0, load - high))),
		...decreasing(loads.map(load => Math.max(0, low - load))),
	];
}

/** The highest average that any set of servers must keep which cannot hand its leaders out of itself. */
function highestShare(
	{servers, taking, answering, drained, groups}: Facts,
	fixed: readonly number[],
	free: readonly LegalGroup[],
): number {
	const loads = [...fixed];
	for (const {home, weight} of free) {
		loads[servers.indexOf(home)] = (loads[servers.indexOf(home)] ?? 0) + weight;
	}

	const leaving = free.filter(
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

	return groups.length === 0 ? 0 : highest;
}

function add({servers}: Facts, loads: number[], server: string, weight: number): void {
	const index = servers.indexOf(server);
	loads[index] = (loads[index] ?? 0) + weight;
}

function aimsOf({moves}: Plan): ReadonlyMap<string, string> {
	return new Map(moves.map(({group, aim}) => [group, aim]));
}
