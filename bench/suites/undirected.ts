import {setTimeout as sleep} from 'node:timers/promises';
import {noAudit} from '../../source/executor/audit.ts';
import {runBalance} from '../../source/executor/goals.ts';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import {seededRandom} from '../../test/support/random.ts';
import type {Row} from '../row.ts';
import type {Handover} from '../stage/handovers.ts';
import type {Stage} from '../stage/stage.ts';
import {stepDownPlainly} from '../stage/step-down-plainly.ts';
import type {Place} from '../suite.ts';

/** Step-downs that servers take which cannot be told who shall lead next. */
export async function undirectedRows(stage: Stage, {log}: Place): Promise<Row[]> {
	log('restarting a server, and balancing');
	await stage.skew();
	const ours = await balanceUndirected(stage);
	log('the same at random');
	await stage.skew();
	const random = await balanceAtRandom(stage, ours.directed * patience);
	const size = `${stage.groups} groups`;
	return [
		{
			name: `undirected step-downs until balanced: ${size}`,
			value: ours.stepDowns,
			unit: '',
			decimals: 0,
			against: {name: 'directed plan', value: ours.directed},
			note: `${ours.expected} expected; outcome ${ours.outcome}, spread ${ours.spread}, ${(ours.elapsedMs / 1000).toFixed(1)} s`,
		},
		{
			name: `undirected step-downs, against choosing at random: ${size}`,
			value: ours.stepDowns,
			unit: '',
			decimals: 0,
			against: {name: 'random leaders of servers above the average', value: random.stepDowns},
			note: `at random: spread ${random.spread} when it ended, given up after ${patience} times the directed plan`,
		},
	];
}

const patience = 5;

async function balanceUndirected(stage: Stage) {
	const {cluster, store} = await stage.watch();
	const {view} = store;
	try {
		await sleep(1500);
		const run = await runBalance({
			cluster,
			picture: () => view,
			plan: {cluster: stage.local.name},
			audit: noAudit,
		});
		const {stepDowns, outcome, elapsedMs} = await run.done;
		const {stepDowns: directed, expectedRequests: expected} = run.plan;
		return {stepDowns, directed, expected, outcome, elapsedMs, spread: spreadOf(view)};
	} finally {
		await cluster.close();
	}
}

/** As a script does it: as many leaders as each server has too many, any of them; look; again. */
async function balanceAtRandom(stage: Stage, limit: number) {
	const random = seededRandom(1);
	for (let stepDowns = 0; ;) {
		const {cluster, store} = await stage.watch();
		await cluster.close();
		const {view} = store;
		const spread = spreadOf(view);
		const handovers = surplusOf(view).flatMap(({led, surplus}) => random.sample(led, surplus));
		if (spread <= 1 || handovers.length === 0 || stepDowns >= limit) {
			return {stepDowns, spread};
		}

		await stepDownPlainly(stage, {handovers, inFlight: 8, until: 'answer'});
		stepDowns += handovers.length;
		await sleep(1000);
	}
}

type Surplus = {readonly led: readonly Handover[]; readonly surplus: number};

function surplusOf({servers, groups, ledBy}: ClusterView): Surplus[] {
	const level = Math.ceil(groups.size / servers.size);
	return [...servers.keys()].map(server => {
		const led = ledBy(server).map((group): Handover => ({group, to: undefined}));
		return {led, surplus: Math.max(0, led.length - level)};
	});
}

function spreadOf({servers, ledBy}: ClusterView): number {
	const loads = [...servers.keys()].map(server => ledBy(server).length);
	return Math.max(...loads) - Math.min(...loads);
}
