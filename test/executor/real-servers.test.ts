import {mkdtemp, readFile, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {skew} from '../../source/demo/skew.ts';
import type {Distribution} from '../../source/domain/distribution.ts';
import type {Move} from '../../source/domain/move.ts';
import {groupKey, type GroupKey} from '../../source/domain/raft-group.ts';
import {isHealthy} from '../../source/domain/fitness.ts';
import {noAudit, openAudit} from '../../source/executor/audit.ts';
import {runBalance, runDrain} from '../../source/executor/goals.ts';
import {runMoves} from '../../source/executor/run-moves.ts';
import type {RunEvent} from '../../source/executor/run.ts';
import {directedSeries} from '../support/with-cluster.ts';
import {realCluster, type RealCluster} from './real-cluster.ts';

let folder: string;
let real: RealCluster;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-run-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true});
});

/** Every group that can move, to its last or first healthy follower. */
function movesOf({store}: RealCluster, isDirected = true): Move[] {
	return [...store.view.groups.values()].flatMap((group, index) => {
		const {key, leader, followers} = group;
		const healthy = followers.filter(follower => isHealthy(follower, group));
		const to = healthy.at(index % 2 === 0 ? 0 : -1)?.server;
		return leader === undefined || to === undefined
			? []
			: [{group: key, from: leader, to: isDirected ? to : undefined}];
	});
}

function shareOf({shares}: Distribution, name: string): number | undefined {
	return shares.find(({server}) => server.name === name)?.leaders;
}

describe.each(directedSeries)('servers of %s, which can be told who follows,', series => {
	beforeAll(async () => {
		real = await realCluster(series);
	});

	afterAll(async () => {
		await real.stop();
	});

	test('elect whom each move wants, as an independent look shows, and each is on record', async () => {
		const {cluster, store} = real;
		const moves = movesOf(real);
		expect(moves.length).toBeGreaterThan(50);
		const file = path.join(folder, `audit-${series}.jsonl`);
		const audit = await openAudit({file, identity: 'test'});
		const run = runMoves({cluster, picture: () => store.view, moves: {type: 'list', moves}, audit});
		const summary = await run.done;
		await audit.close();

		expect(summary).toMatchObject({
			outcome: 'done',
			planned: moves.length,
			stepDowns: moves.length,
		});
		const leaders = await real.leaders();
		for (const {move, result, elected, electionMs} of summary.moves) {
			expect([result, elected, leaders.get(move.group)]).toEqual(['as-wanted', move.to, move.to]);
			expect(electionMs).toBeGreaterThan(0);
		}

		const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
		const events = lines.map(line => (JSON.parse(line) as {event: string}).event);
		const count = (event: string) => events.filter(found => found === event).length;
		expect([count('opened'), count('request'), count('result')]).toEqual([
			1,
			moves.length,
			moves.length,
		]);
	});

	test('tell why they refuse', async () => {
		const {cluster, store} = real;
		const group = [...store.view.groups.values()].find(
			({kind, replicas}) => kind === 'stream' && replicas > 1,
		);
		const moved = {...group, key: 'gone', stream: 'GONE'};
		const picture = {...store.view, groups: new Map([['gone', moved as typeof group & object]])};
		const run = runMoves({
			cluster,
			picture: () => picture,
			moves: {type: 'list', moves: [{group: 'gone', from: group?.leader ?? '', to: undefined}]},
			audit: noAudit,
		});
		expect((await run.done).moves).toMatchObject([{result: 'refused', reason: 'stream not found'}]);
	});

	test('get even again after a restart, and empty before one', async () => {
		const {cluster, store, servers} = real;
		await skew(servers, {server: 'n2'});
		await real.until(() => store.view.missing.length === 0);
		await cluster.refresh();
		const parts = {cluster, picture: () => store.view, audit: noAudit, plan: {cluster: 'demo'}};
		const balance = await runBalance(parts);
		const balanced = await balance.done;
		expect(balanced).toMatchObject({
			outcome: 'balanced',
			planned: balance.plan.stepDowns,
			stepDowns: balance.plan.stepDowns,
		});
		expect(shareOf(balanced.before, 'n2')).toBe(0);
		expect(await real.leadersAt('n2')).toBe(shareOf(balanced.after, 'n2'));
		expect(balanced.after.maxRatio).toBeLessThan(1.06);

		const drained = await (await runDrain({...parts, server: 'n1'})).done;
		expect(drained).toMatchObject({outcome: 'drained', reason: undefined});
		expect(await real.leadersAt('n1')).toBe(0);
	});

	test('stop a run when one of them is killed in the middle of it', async () => {
		const {cluster, store, servers} = real;
		const moves = movesOf(real);
		const events: RunEvent[] = [];
		let killing: Promise<void> | undefined;
		const run = runMoves({
			cluster,
			picture: () => store.view,
			moves: {type: 'list', moves},
			audit: noAudit,
			limits: {ratePerSecond: 5, maxErrors: 1000},
			listener(event) {
				events.push(event);
				if (events.filter(({type}) => type === 'move-ended').length === 5) {
					killing ??= servers.killServer('n3');
				}
			},
		});
		const summary = await run.done;
		await killing;

		expect(summary.outcome).toBe('aborted');
		// The watch may have been connected to that very server.
		expect(summary.reason).toMatch(/^server n3 |lost its quorum$|^the connection was lost/);
		expect(summary.moves).toHaveLength(moves.length);
		expect(summary.moves.slice(0, 5).map(({result}) => result)).toEqual(
			Array.from({length: 5}, () => 'as-wanted'),
		);
		expect(summary.moves.at(-1)).toMatchObject({result: 'cancelled', reason: summary.reason});
		const stopping = events.findIndex(({type}) => type === 'run-stopping');
		expect(events.slice(stopping).some(({type}) => type === 'move-sent')).toBe(false);
	});
});

describe('servers that choose the next leader themselves', () => {
	beforeAll(async () => {
		real = await realCluster('2.9');
	});

	afterAll(async () => {
		await real.stop();
	});

	test('elect somebody for each move, and the run tells whom', async () => {
		const {cluster, store} = real;
		const moves = movesOf(real, false);
		const heard = new Map<GroupKey, string[]>();
		const unwatch = cluster.watch(event => {
			if (event.type === 'leader-elected') {
				const key = groupKey(event.group);
				heard.set(key, [...(heard.get(key) ?? []), event.leader]);
			}
		});
		const run = runMoves({
			cluster,
			picture: () => store.view,
			moves: {type: 'list', moves},
			audit: noAudit,
		});
		const summary = await run.done;
		expect(summary).toMatchObject({outcome: 'done', stepDowns: moves.length});
		const leaders = await real.leaders();
		unwatch();
		for (const {move, elected} of summary.moves) {
			expect(elected).not.toBe(move.from);
			const [first, ...later] = heard.get(move.group) ?? [];
			expect(first).toBe(elected);
			// A busy server carries some of them out twice.
			expect(leaders.get(move.group)).toBe(later.at(-1) ?? elected);
		}
	});

	test('get even again after a restart, though nobody can tell them how', async () => {
		const {cluster, store, servers} = real;
		await skew(servers, {server: 'n2'});
		await real.until(() => store.view.missing.length === 0);
		await cluster.refresh();
		const parts = {cluster, picture: () => store.view, audit: noAudit};
		const run = await runBalance({
			...parts,
			plan: {cluster: 'demo', goal: 'total', tolerance: 0.1},
		});
		const summary = await run.done;
		expect(shareOf(summary.before, 'n2')).toBe(0);
		expect(summary.stepDowns).toBeLessThan(3 * run.plan.stepDowns);
		expect(summary.after.maxRatio).toBeLessThan(1.3);
		// A busy server may carry a step-down out twice, and the second time when the run is over.
		let late = 0;
		const unwatch = cluster.watch(({type}) => {
			late += type === 'leader-elected' ? 1 : 0;
		});
		const led = await real.leadersAt('n2');
		unwatch();
		const {streams = 0, consumers = 0} = store.view.counts.get('n2') ?? {};
		expect(led).toBe(late === 0 ? shareOf(summary.after, 'n2') : streams + consumers);
	});
});
