import {performance} from 'node:perf_hooks';
import type {ClusterPicture} from '../source/domain/cluster-picture.ts';
import {bestReachable} from '../source/domain/plan/best-reachable.ts';
import {planBalance} from '../source/domain/plan/plan-balance.ts';
import {cluster, clusterOf, families, serverNames} from '../test/domain/plan/cluster-families.ts';
import {seededRandom} from '../test/support/random.ts';
import {cliBalance, greedyBalance, type Balanced} from './planner-rivals.ts';
import type {Row} from './row.ts';

/** Clusters of each kind for the quality of plans. */
const clusters = 200;

const groupsPerCluster = 450;

/**
 * How long plans take, against moving group by group to an emptier follower until nothing changes; and how good they are,
 * against the random balancing of the `nats` CLI. The clusters are seeded: every run has the same.
 */
export async function benchPlanner(): Promise<Row[]> {
	const rows: Row[] = [];
	for (const [servers, groups] of [
		[3, 3000],
		[3, 100_000],
		[9, 30_000],
		[30, 100_000],
		[100, 100_000],
	] as const) {
		rows.push(...times(servers, groups));
	}

	for (const family of families) {
		rows.push(...quality(family));
	}

	return rows;
}

function times(servers: number, groups: number): Row[] {
	const picture = skewed(servers, groups);
	const name = `${servers} servers, ${groups.toLocaleString('en')} groups`;
	const greedy = medianMs(() => greedyBalance(picture));
	const options = {cluster: 'east'};
	return [
		rowOf(
			`plan: ${name}`,
			'ms',
			medianMs(() => planBalance(picture, options)),
			greedy,
		),
		rowOf(
			`best reachable: ${name}`,
			'ms',
			medianMs(() => bestReachable(picture, options)),
			greedy,
		),
		rowOf(
			`step-downs: ${name}`,
			'step-downs',
			planBalance(picture, options).stepDowns,
			greedyBalance(picture).stepDowns,
		),
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

function medianMs(work: () => unknown): number {
	const times = Array.from({length: 5}, () => {
		const start = performance.now();
		work();
		return performance.now() - start;
	});
	return times.sort((a, b) => a - b)[2] ?? 0;
}

function quality(family: (typeof families)[number]): Row[] {
	const ours: Quality[] = [];
	const theirs: Quality[] = [];
	const repeated: Quality[] = [];
	for (let seed = 0; seed < clusters; seed++) {
		const random = seededRandom(seed);
		const picture = clusterOf(family, groupsPerCluster, random);
		const {moves, stepDowns} = planBalance(picture, {cluster: 'east'});
		const leaders = new Map(
			[...picture.groups.values()].map(({key, leader = ''}) => [key, leader]),
		);
		for (const {group, aim} of moves) {
			leaders.set(group, aim);
		}

		ours.push(qualityOf(picture, {leaders, stepDowns}));
		theirs.push(qualityOf(picture, cliBalance(picture, random, 1)));
		repeated.push(qualityOf(picture, cliBalance(picture, random, 10)));
	}

	const rivals = [
		['nats CLI', theirs],
		['nats CLI, up to 10 times', repeated],
	] as const;
	return rivals.flatMap(([rival, results]) =>
		(
			[
				['max/average after', 'ratio', 'x'],
				['spread after', 'spread', 'leaders'],
				['step-downs', 'stepDowns', 'step-downs'],
			] as const
		).map(([name, of, unit]) =>
			rowOf(`${name}: ${family}, against ${rival}`, unit, mean(ours, of), mean(results, of)),
		),
	);
}

type Quality = {readonly ratio: number; readonly spread: number; readonly stepDowns: number};

/** Over the servers that are up. */
function qualityOf({servers}: ClusterPicture, {leaders, stepDowns}: Balanced): Quality {
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

function rowOf(name: string, unit: string, value: number, other: number): Row {
	return {name, value, unit, against: {name: 'the other way', value: other}};
}
