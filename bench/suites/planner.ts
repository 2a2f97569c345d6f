import type {ClusterPicture} from '../../source/domain/cluster-picture.ts';
import {bestReachable, planBalance} from '../../source/domain/plan/plan-balance.ts';
import {
	cluster,
	clusterOf,
	families,
	serverNames,
	type Family,
} from '../../test/domain/plan/cluster-families.ts';
import {seededRandom} from '../../test/support/random.ts';
import {median} from '../quantile.ts';
import type {Row} from '../row.ts';
import type {Suite} from '../suite.ts';
import {cliBalance, greedyBalance, type Balanced} from './planner-rivals.ts';

/** The clusters are seeded: every run has the same. */
export const planner: Suite = {
	title: 'Plans: how long they take, and how good they are',
	parts: [
		{
			stage: 'none',
			async run({log}) {
				const sizes = [
					[3, 3000],
					[3, 100_000],
					[9, 30_000],
					[30, 100_000],
					[100, 100_000],
				] as const;
				const times = sizes.flatMap(([servers, groups]) => {
					log(`${servers} servers, ${groups} groups`);
					return timesOf(servers, groups);
				});
				log(`${clusters} clusters of each kind`);
				return [...times, ...families.flatMap(qualityOf)];
			},
		},
	],
};

/** Clusters of each kind for the quality of plans. */
const clusters = 200;
const groupsPerCluster = 450;
const repetitions = 5;
const options = {cluster: 'east'};

function timesOf(servers: number, groups: number): Row[] {
	const picture = skewed(servers, groups);
	const size = `${servers} servers, ${groups.toLocaleString('en')} groups`;
	const ways = [
		() => planBalance(picture, options),
		() => bestReachable(picture, options),
		() => greedyBalance(picture),
	];
	const times: number[][] = ways.map(() => []);
	for (let round = 0; round < repetitions; round++) {
		for (const [index, way] of ways.entries()) {
			const startedAt = performance.now();
			way();
			times[index]?.push(performance.now() - startedAt);
		}
	}

	const [plan = 0, best = 0, greedy = 0] = times.map(median);
	const against = {name: 'greedy', value: greedy};
	const note = `median of ${repetitions}`;
	return [
		{name: `plan: ${size}`, value: plan, unit: 'ms', against, note},
		{name: `best reachable alone: ${size}`, value: best, unit: 'ms', against, note},
	];
}

/** Leaders crowd on some servers, replica sets are random. */
function skewed(servers: number, groups: number): ClusterPicture {
	const random = seededRandom(servers + groups);
	const names = serverNames(servers);
	const favour = new Map(names.map(name => [name, random.next() ** 2]));
	return cluster(names, groups, random, () => {
		const peers = random.sample(names, 3);
		const [first = '', second = ''] = [...peers].sort(
			(a, b) => (favour.get(b) ?? 0) - (favour.get(a) ?? 0),
		);
		return {peers, leader: random.chance(0.8) ? first : second};
	});
}

function qualityOf(family: Family): Row[] {
	const ours: Quality[] = [];
	const theirs: Quality[] = [];
	const repeated: Quality[] = [];
	for (let seed = 0; seed < clusters; seed++) {
		const random = seededRandom(seed);
		const picture = clusterOf(family, groupsPerCluster, random);
		ours.push(judge(picture, planned(picture)));
		theirs.push(judge(picture, cliBalance(picture, random, 1)));
		repeated.push(judge(picture, cliBalance(picture, random, 10)));
	}

	return (
		[
			['max/average after', 'ratio', 'x', 2],
			['spread after', 'spread', 'leaders', 1],
			['step-downs', 'stepDowns', '', 1],
		] as const
	).map(([what, of, unit, decimals]) => ({
		name: `${what}: ${family}`,
		value: mean(ours, of),
		unit,
		decimals,
		against: {name: "nats CLI's way", value: mean(theirs, of)},
		note: `means of ${clusters} clusters; nats CLI's way repeated: ${mean(repeated, of).toFixed(decimals)}`,
	}));
}

function planned(picture: ClusterPicture): Balanced {
	const {moves, stepDowns} = planBalance(picture, options);
	const leaders = new Map([...picture.groups.values()].map(({key, leader = ''}) => [key, leader]));
	for (const {group, aim} of moves) {
		leaders.set(group, aim);
	}

	return {leaders, stepDowns};
}

type Quality = {readonly ratio: number; readonly spread: number; readonly stepDowns: number};

/** Over the servers that are up. */
function judge({servers}: ClusterPicture, {leaders, stepDowns}: Balanced): Quality {
	const up = [...servers.values()].filter(({state}) => state === 'online').map(({name}) => name);
	const loads = new Map(up.map(name => [name, 0]));
	for (const leader of leaders.values()) {
		loads.set(leader, (loads.get(leader) ?? 0) + 1);
	}

	const highest = Math.max(...loads.values());
	return {
		ratio: (highest * up.length) / leaders.size,
		spread: highest - Math.min(...loads.values()),
		stepDowns,
	};
}

function mean(qualities: readonly Quality[], of: keyof Quality): number {
	return qualities.reduce((sum, quality) => sum + quality[of], 0) / qualities.length;
}
