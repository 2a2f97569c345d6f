import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {countLeaders} from '../../source/demo/count-leaders.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {skew} from '../../source/demo/skew.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli, type CliResult} from '../support/run-cli.ts';
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

it('asks at a terminal, names what it would refill, and does nothing without a yes', async () => {
	const before = await trueLeaders();
	const keeper = open(['balance', '--keep'], 120);
	try {
		await keeper.until(lines => lines.some(line => line.includes('[y/N]')));
		keeper.keys('\r');
		expect(await keeper.exited).toMatchObject({exitCode: 1});
	} finally {
		await keeper.close();
	}

	const shown = keeper.lines().join('\n');
	expect(shown).toMatch(/Keep demo even: \d+ step-downs now, at most 200 step-downs in any hour\?/);
	expect(shown).toContain(`--cordon ${restarted} keeps it empty`);
	expect(shown).toContain('Nothing was done');
	expect(await trueLeaders()).toEqual(before);
});

it('only tells what it would do where there is nobody to ask, and no --yes', async () => {
	const before = await trueLeaders();
	const {exitCode, stdout, stderr} = await runKeeper();
	expect(exitCode).toBe(1);
	expect(stderr).toContain('--yes to keep the cluster even');
	expect(JSON.parse(stdout)).toMatchObject({
		event: 'planned',
		gains: {[restarted]: expect.any(Number)},
		warnings: [expect.stringContaining(`--cordon ${restarted}`)],
	});
	expect(await trueLeaders()).toEqual(before);
});

it('does not begin where it cannot record, and leaves the cluster to others', async () => {
	for (let attempt = 0; attempt < 2; attempt++) {
		const {exitCode, stdout} = await runKeeper(
			'--yes',
			'--audit',
			path.join(folder, 'no', 'audit'),
		);
		expect(exitCode).toBe(1);
		expect(JSON.parse(stdout)).toMatchObject({
			event: 'refused',
			reason: expect.stringContaining('directory does not exist'),
		});
	}
});

it('moves no more leaders in an hour than it may, and TERM ends it', async () => {
	const keeper = open(['balance', '--keep', '--yes', '--rest', '0s', '--max-per-hour', '3']);
	try {
		await keeper.until(() => eventsOf(keeper).some(({reason}) => /in the last hour/.test(reason)));
		keeper.signal('SIGTERM');
		expect(await keeper.exited).toMatchObject({exitCode: 0});
	} finally {
		await keeper.close();
	}

	expect(eventsOf(keeper).filter(({event}) => event === 'move-sent')).toHaveLength(3);
	expect(eventsOf(keeper).at(-1)).toMatchObject({event: 'ended'});
	expect((await trueLeaders()).get(restarted)).toBeLessThanOrEqual(3);
});

it('ends between two step-downs when nobody reads its lines any more, with all of them recorded', async () => {
	const audit = path.join(folder, 'unread.jsonl');
	const args = ['--yes', '--rest', '0s', '--rate', '5', '--max-per-hour', '10', '--audit', audit];
	const command = [process.execPath, cliFile, 'balance', '--keep', ...args, ...connection()];
	const child = spawn(
		'bash',
		['-c', '"$@" | head -3; echo "code ${PIPESTATUS[0]}"', '-', ...command],
		{
			env: {...process.env, ...env()},
			stdio: ['ignore', 'pipe', 'pipe'],
		},
	);
	const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);

	expect(stderr).toBe('');
	expect(stdout).toMatch(/code 1\n$/);
	const lines = (await readFile(audit, 'utf8')).trim().split('\n');
	const events = lines.map(line => (JSON.parse(line) as {event: string}).event);
	expect(events.filter(event => event === 'request').length).toBeGreaterThan(0);
	expect(events.filter(event => event === 'result')).toHaveLength(
		events.filter(event => event === 'request').length,
	);
	// Nobody holds the cluster any more.
	const next = await runKeeper('--yes', '--audit', path.join(folder, 'no', 'audit'));
	expect(next.stdout).toContain('directory does not exist');
});

it('keeps the cluster even, alone, through a restart; the screen shows it', async () => {
	const keeper = open(['balance', '--keep', '--yes', '--tolerance', '0', '--rest', '3s']);
	const screen = open([], 120);
	const isEven = () => eventsOf(keeper).at(-1)?.reason === 'even';
	try {
		await keeper.until(isEven, 20_000);
		expect(spreadOf(await trueLeaders())).toBeLessThanOrEqual(1);
		await screen.until(lines => /kept even by \S+@/.test(lines[0] ?? ''));

		const second = await runCli(['balance', '--yes', '--json', ...connection()], {env: env()});
		expect(second.exitCode).toBe(1);
		expect(JSON.parse(second.stdout)).toMatchObject({outcome: 'refused', stepDowns: 0});
		expect(second.stdout).toContain('until it is stopped');

		await cluster.restartServer(restarted);
		await keeper.until(
			() => eventsOf(keeper).some(({reason}) => /just come back/.test(reason)),
			30_000,
		);
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

async function runKeeper(...args: readonly string[]): Promise<CliResult> {
	return runCli(['balance', '--keep', ...args, ...connection()], {env: env()});
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
