import {isDeepStrictEqual} from 'node:util';
import {describe, expect, it} from 'vitest';
import {planBalance} from '../../../source/domain/plan/plan-balance.ts';
import type {PlanGoal, PlanOptions} from '../../../source/domain/plan/plan-options.ts';
import type {Plan, PlannedMove} from '../../../source/domain/plan/plan.ts';
import {aServer, start} from '../../support/build.ts';
import {seededRandom, type Random} from '../../support/random.ts';
import {chances, objections} from './certificate.ts';
import {cluster, clusterOf, families, serverNames} from './cluster-families.ts';
import {decreasing, exhaustiveSearch} from './exhaustive-search.ts';
import {factsOf, type Facts, type LegalGroup} from './legal-leaders.ts';
import {loadsOf, placementsOf} from './placements-of.ts';
import {tinyCluster} from './tiny-cluster.ts';

const goals: readonly PlanGoal[] = ['streams-then-total', 'total', 'streams', 'consumers'];

describe('the certificate', () => {
	describe.each(families)('for a cluster with: %s', family => {
		it.each(goals)('proves the plan for %s', goal => {
			for (let seed = 0; seed < 15; seed++) {
				const {picture, options} = withTask(family, goal, seededRandom(seed));
				const facts = factsOf(picture, options);
				expect({seed, objections: prove(facts, planBalance(picture, options))}).toEqual({
					seed,
					objections: [],
				});
			}
		});

		it('rejects the plan with any change', () => {
			for (let seed = 0; seed < 10; seed++) {
				const random = seededRandom(seed);
				const {picture, options} = withTask(family, 'total', random);
				const facts = factsOf(picture, options);
				const plan = planBalance(picture, options);
				for (const [name, moves] of Object.entries(mutants(facts, plan, random))) {
					const verdict = prove(facts, {goal: plan.goal, moves});
					expect({seed, name, rejected: verdict.length > 0}).toEqual({seed, name, rejected: true});
				}
			}
		});
	});

	it('accepts a placement exactly when trying all of them finds no better one', () => {
		const verdicts = {accepted: 0, rejected: 0};
		for (let seed = 0; seed < 1500; seed++) {
			const {picture, options} = tinyCluster(seed);
			const random = seededRandom(seed);
			const [placement] = placementsOf(factsOf(picture, options), {goal: 'total', moves: []});
			if (!placement) {
				continue;
			}

			const leaders = new Map(
				placement.groups.map(({group, legal}) => [group.key, random.pick(legal)]),
			);
			const best = exhaustiveSearch(placement, decreasing);
			const isBest = isDeepStrictEqual(best, {
				score: decreasing(loadsOf({...placement, leaders})),
				stepDowns: placement.groups.filter(({group, home}) => leaders.get(group.key) !== home)
					.length,
			});
			expect({seed, accepted: objections({...placement, leaders}).length === 0}).toEqual({
				seed,
				accepted: isBest,
			});
			verdicts[isBest ? 'accepted' : 'rejected']++;
		}

		expect(verdicts.accepted).toBeGreaterThan(100);
		expect(verdicts.rejected).toBeGreaterThan(100);
	});

	it.each([
		[9, 10_000],
		[30, 10_000],
		[100, 20_000],
	])('proves the plan for %i servers with %i groups', (servers, size) => {
		const random = seededRandom(servers);
		const names = serverNames(servers);
		const favour = names.map(() => random.next() ** 2);
		const picture = cluster(names, size, random, () => {
			const peers = random.sample(names, 3);
			const weights = peers.map(peer => (favour[names.indexOf(peer)] ?? 0) * random.next());
			return {peers, leader: peers[weights.indexOf(Math.max(...weights))] ?? 'n1'};
		});
		for (const goal of ['streams-then-total', 'total'] as const) {
			const options: PlanOptions = {cluster: 'east', goal, drain: ['n2'], cordon: ['n3']};
			expect(prove(factsOf(picture, options), planBalance(picture, options))).toEqual([]);
		}
	});
});

function prove(facts: Facts, plan: Pick<Plan, 'goal' | 'moves'>): string[] {
	const phases = placementsOf(facts, plan).flatMap(objections);
	// Whatever was evened out first, all leaders are as even as can be.
	const total = placementsOf(facts, {goal: 'total', moves: plan.moves}).flatMap(chances);
	return plan.goal === 'streams-then-total' ? [...phases, ...total] : phases;
}

/** A cluster of the family, and now and then a server to drain, to leave alone or to let rest. */
function withTask(
	family: (typeof families)[number],
	goal: PlanGoal,
	random: Random,
): {readonly picture: ReturnType<typeof clusterOf>; readonly options: PlanOptions} {
	const picture = clusterOf(family, 300 + random.below(600), random);
	const rejoined = random.chance(0.2) ? aServer('n2', {rejoinedAt: start - 5000}) : undefined;
	return {
		picture: rejoined
			? {...picture, servers: new Map([...picture.servers, ['n2', rejoined]])}
			: picture,
		options: {
			cluster: 'east',
			goal,
			drain: random.chance(0.25) ? ['n1'] : [],
			cordon: random.chance(0.2) ? ['n3'] : [],
			scope: {accounts: random.chance(0.2) ? ['A1', 'A2', 'A3'] : undefined},
			rest: {now: start, restMs: 30_000},
		},
	};
}

/** Plans that are wrong in one place each. */
function mutants(
	facts: Facts,
	{moves}: Plan,
	random: Random,
): Readonly<Record<string, readonly PlannedMove[]>> {
	const moved = new Set(moves.map(move => move.group));
	const resting = facts.groups.filter(
		({group, weight, legal}) => weight === 1 && legal.length > 1 && !moved.has(group.key),
	);
	const changed: Record<string, readonly PlannedMove[]> = {};
	if (moves.length > 0) {
		const dropped = random.pick(moves);
		changed['one move forgotten'] = moves.filter(move => move !== dropped);
		changed['one move to nowhere'] = moves.map(move =>
			move === dropped ? {...move, to: 'n99', aim: 'n99'} : move,
		);
	}

	if (resting.length > 0) {
		const needless = random.pick(resting);
		changed['one move too many'] = [...moves, moveOf(needless, random.pick(awayOf(needless)))];
	}

	const exchange = exchangeAmong(resting);
	if (exchange) {
		changed['two leaders change places'] = [...moves, ...exchange];
	}

	return changed;
}

function exchangeAmong(groups: readonly LegalGroup[]): PlannedMove[] | undefined {
	for (const one of groups) {
		const other = groups.find(
			({home, legal}) => home !== one.home && one.legal.includes(home) && legal.includes(one.home),
		);
		if (other) {
			return [moveOf(one, other.home), moveOf(other, one.home)];
		}
	}

	return undefined;
}

function awayOf({home, legal}: LegalGroup): string[] {
	return legal.filter(server => server !== home);
}

function moveOf({group, home}: LegalGroup, to: string): PlannedMove {
	return {group: group.key, from: home, to, aim: to};
}
