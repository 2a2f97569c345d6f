import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {countLeaders} from '../../source/demo/count-leaders.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {skew} from '../../source/demo/skew.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';

let cluster: LocalCluster;
let folder: string;
let restarted: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-keep-'));
	cluster = await startTestCluster();
	await createAssets(cluster, {streams: 10, consumersPerStream: 2});
	restarted = (await skew(cluster)).server;
});

afterAll(async () => {
	await cluster?.stop();
	await rm(folder, {recursive: true, force: true});
});

it('moves no more leaders in an hour than it may, and TERM ends it', async () => {
	const keeper = open(['balance', '--keep', '--max-per-hour', '3']);
	try {
		await keeper.until(() => eventsOf(keeper).some(({reason}) => /within the hour/.test(reason)));
		keeper.signal('SIGTERM');
		expect(await keeper.exited).toMatchObject({exitCode: 0});
	} finally {
		await keeper.close();
	}

	expect(eventsOf(keeper).filter(({event}) => event === 'move-sent')).toHaveLength(3);
	expect(eventsOf(keeper).at(-1)).toMatchObject({event: 'ended'});
	expect((await trueLeaders()).get(restarted)).toBeLessThanOrEqual(3);
});

it('keeps the cluster even, alone, through a restart; the screen shows it', async () => {
	const keeper = open(['balance', '--keep', '--tolerance', '0', '--rest', '3s']);
	const screen = open([], 120);
	const isEven = () => eventsOf(keeper).at(-1)?.reason === 'even';
	try {
		await keeper.until(isEven, 20_000);
		expect(spreadOf(await trueLeaders())).toBeLessThanOrEqual(1);
		await screen.until(lines => /kept even by \S+@/.test(lines[0] ?? ''));

		const second = await runCli(['balance', '--yes', '--json', ...connection()], {env: env()});
		expect(second.exitCode).toBe(1);
		expect(JSON.parse(second.stdout)).toMatchObject({outcome: 'refused', stepDowns: 0});

		await cluster.restartServer(restarted);
		await keeper.until(() => eventsOf(keeper).some(({reason}) => /just back/.test(reason)), 30_000);
		await keeper.until(isEven, 60_000);
		expect(spreadOf(await trueLeaders())).toBeLessThanOrEqual(1);
	} finally {
		await screen.close();
		await keeper.close();
	}
});

function open(args: readonly string[], columns = 400): PtyScreen {
	return openPty({args: [cliFile, ...args, ...connection()], columns, rows: 30, env: env()});
}

function env() {
	return {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder};
}

function connection(): string[] {
	return [
		'--server',
		cluster.systemUrl,
		...['SHOP', 'PAY'].flatMap(account => ['--act-as', `${account}=${cluster.url(account)}`]),
	];
}

function eventsOf(keeper: PtyScreen): Array<{readonly event: string; readonly reason: string}> {
	return keeper
		.raw()
		.split('\n')
		.filter(line => line.trim().endsWith('}'))
		.map(line => {
			const {event, reason} = JSON.parse(line) as {event: string; reason?: string | null};
			return {event, reason: reason ?? ''};
		});
}

async function trueLeaders(): Promise<ReadonlyMap<string, number>> {
	const system = await cluster.connect('SYS');
	try {
		const names = cluster.servers.map(({name}) => name);
		return (await countLeaders(system, names)).leaders;
	} finally {
		await system.close();
	}
}

function spreadOf(leaders: ReadonlyMap<string, number>): number {
	return Math.max(...leaders.values()) - Math.min(...leaders.values());
}
