import {spawn} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {countLeaders} from '../../source/demo/count-leaders.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {skew} from '../../source/demo/skew.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {accountApi} from '../nats/account-api.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';

let folder: string;
let cluster: LocalCluster;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-balance-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true, force: true});
});

describe('leadertop balance and drain on a real cluster', () => {
	let restarted: string;

	beforeAll(async () => {
		cluster = await startTestCluster();
		await createAssets(cluster, {streams: 14, consumersPerStream: 2});
		restarted = (await skew(cluster)).server;
	});

	afterAll(async () => {
		await cluster?.stop();
	});

	it('lists every move of a dry run, and does nothing', async () => {
		const before = await trueLeaders();
		const json = await runJson(['balance', '--dry-run', '--json'], 0);

		expect(json).toMatchObject({outcome: 'planned', stepDowns: 0, refusals: []});
		expect(json.moves).toHaveLength(json.planned);
		expect(json.planned).toBe(json.before[0]?.stepDownsToBest);
		for (const move of json.moves) {
			expect(move).toMatchObject({elected: null, ms: null, result: 'planned'});
		}

		const {stdout} = await run(['balance', '--dry-run']);
		expect(stdout.match(/^ {2}(stream|consumer) /gm)).toHaveLength(json.planned);
		expect(await trueLeaders()).toEqual(before);
	});

	it('plans by load, too, once it has measured the rates', async () => {
		const json = await runJson(['balance', '--dry-run', '--json', '--by', 'load'], 0);

		expect(json).toMatchObject({outcome: 'planned', by: 'load', unmeasured: 0});
		const {exitCode, stderr} = await run(['balance', '--keep', '--by', 'load']);
		expect(exitCode).toBe(2);
		expect(stderr).toContain('--by load does not go with it');
	});

	it('only plans without a terminal and without --yes', async () => {
		const before = await trueLeaders();
		const {exitCode, stdout, stderr} = await run(['balance']);

		expect(exitCode).toBe(0);
		expect(stdout).toMatch(/skew +[1-3]\.\d\dx → 1\.\d\dx/);
		expect(stdout).not.toContain('\u001B');
		expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
		expect(stderr).toContain('--yes to run it');
		expect(await trueLeaders()).toEqual(before);
	});

	it('asks on a terminal, and Enter is a no', async () => {
		const before = await trueLeaders();
		const pty = open(['balance']);
		try {
			await pty.until(lines => lines.some(line => /Balance demo with \d+ step-downs\?/.test(line)));
			pty.keys('\r');
			expect(await pty.exited).toMatchObject({exitCode: 1});
			expect(pty.lines().join('\n')).toContain('Nothing was done');
		} finally {
			await pty.close();
		}

		expect(await trueLeaders()).toEqual(before);
	});

	it('is the only one at work; stops on Ctrl-C, and says what was done and what was left', async () => {
		const pty = open(['balance', '--rate', '1']);
		try {
			await pty.until(lines => lines.some(line => line.includes('[y/N]')));
			pty.keys('y\r');
			await pty.until(lines => lines.some(line => / 1\/\d+ /.test(line)));
			const second = await runJson(['drain', 'n1', '--yes', '--json'], 1);
			expect(second).toMatchObject({outcome: 'refused', stepDowns: 0});
			expect(second.reason).toMatch(/@.* is moving leaders on demo since/);
			pty.keys('\u0003');
			expect(await pty.exited).toMatchObject({exitCode: 1});
			const text = pty.lines().join('\n');
			expect(text).toMatch(/STOPPED: \d+ of \d+ step-downs/);
			expect(text).toMatch(/left: \d+ step-downs were not sent/);
		} finally {
			await pty.close();
		}

		const leaders = await trueLeaders();
		expect(leaders.get(restarted)).toBeGreaterThanOrEqual(1);
		expect(spreadOf(leaders)).toBeGreaterThan(1);
	});

	it('stops when nobody reads its progress any more, and records how each request ended', async () => {
		const audit = path.join(folder, 'unread.jsonl');
		const {PATH = '', HOME = ''} = process.env;
		const args = ['balance', '--yes', '--rate', '20', '--progress', 'json', '--audit', audit];
		const child = spawn(process.execPath, [cliFile, ...args, ...connection()], {
			env: {PATH, HOME},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let stdout = '';
		child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			if (text.includes('"move-ended"')) {
				child.stderr.destroy();
			}
		});
		const exitCode = await new Promise(resolve => child.on('close', resolve));

		expect(exitCode).toBe(1);
		expect(stdout).toMatch(/STOPPED: .*\nbecause: .*the reader of its output is gone/);
		const lines = await readFile(audit, 'utf8');
		const requests = lines.match(/"event":"request"/g)?.length ?? 0;
		expect(requests).toBeGreaterThan(0);
		expect(lines.match(/"event":"result"/g)).toHaveLength(requests);
	});

	it('gets within one leader of even, with the fewest step-downs, and tells each', async () => {
		const audit = path.join(folder, 'audit.jsonl');
		const args = ['balance', '--yes', '--json', '--progress', 'json', '--audit', audit];
		const {exitCode, stdout, stderr} = await run(args);
		const json = JSON.parse(stdout) as TaskJson;

		expect(exitCode).toBe(0);
		expect(json).toMatchObject({outcome: 'balanced', reason: null});
		expect(json.stepDowns).toBe(json.before[0]?.stepDownsToBest);
		expect(json.planned).toBe(json.stepDowns);
		expect(json.after[0]).toMatchObject({balanced: true, stepDownsToBest: 0});
		expect(json.moves).toHaveLength(json.stepDowns);
		for (const move of json.moves) {
			expect(move).toMatchObject({result: 'as-wanted', elected: move.wanted});
		}

		const leaders = await trueLeaders();
		expect(spreadOf(leaders)).toBeLessThanOrEqual(1);
		expect(new Map(json.after[0]?.servers.map(({name, leaders}) => [name, leaders]))).toEqual(
			leaders,
		);

		const events = stderr
			.trim()
			.split('\n')
			.map(line => (JSON.parse(line) as {readonly event: string}).event);
		expect(events[0]).toBe('run-started');
		expect(events.at(-1)).toBe('run-ended');
		expect(events.filter(event => event === 'move-ended')).toHaveLength(json.stepDowns);
		const recorded = (await readFile(audit, 'utf8')).match(/"event":"request"/g);
		expect(recorded).toHaveLength(json.stepDowns);
	});

	it('finds nothing to do in an even cluster', async () => {
		const json = await runJson(['balance', '--yes', '--json'], 0);
		expect(json).toMatchObject({outcome: 'balanced', planned: 0, stepDowns: 0, moves: []});
	});

	it('moves only what is asked for', async () => {
		const drained = await runJson(['drain', 'n2', '--yes', '--json', '--kind', 'stream'], 1);
		expect(drained).toMatchObject({outcome: 'partial'});
		expect(drained.moves.every(({kind}) => kind === 'stream')).toBe(true);

		const shop = await runJson(['balance', '--yes', '--json', '--account', 'SHOP'], 0);
		expect(shop.moves.every(({account}) => account === 'SHOP')).toBe(true);
	});

	it('leaves no leader on a drained server, and the others even', async () => {
		const json = await runJson(['drain', 'n2', '--yes', '--json'], 0);
		expect(json).toMatchObject({outcome: 'drained', server: 'n2'});

		const leaders = await trueLeaders();
		expect(leaders.get('n2')).toBe(0);
		expect(spreadOf(new Map([...leaders].filter(([name]) => name !== 'n2')))).toBeLessThanOrEqual(
			1,
		);
	});

	it('keeps a drained server empty in other runs that are told so', async () => {
		const {stdout} = await run(['drain', 'n2', '--yes']);
		expect(stdout).toContain('other runs do not know that n2 is drained');
		expect(stdout).toContain('leadertop balance --cordon n2');

		const told = await runJson(['balance', '--yes', '--json', '--cordon', 'n2'], 0);
		expect(told).toMatchObject({outcome: 'balanced', stepDowns: 0});
		expect((await trueLeaders()).get('n2')).toBe(0);
		const untold = await runJson(['balance', '--dry-run', '--json'], 0);
		expect(untold.moves.some(({wanted}) => wanted === 'n2')).toBe(true);

		const mistyped = await run(['balance', '--yes', '--cordon', 'n9']);
		expect(mistyped).toMatchObject({exitCode: 2, stdout: ''});
		expect(mistyped.stderr).toContain('there is no server n9; the servers are n1, n2, n3');
		const everywhere = ['n1', 'n2', 'n3'].flatMap(server => ['--cordon', server]);
		const shut = await run(['balance', '--yes', ...everywhere]);
		expect(shut).toMatchObject({exitCode: 2, stdout: ''});
		expect(shut.stderr).toContain('--cordon names all servers of cluster');
	});

	it('acts in no account that it has no connection for, and does not call that balanced', async () => {
		const args = ['balance', '--yes', '--json', '--server', cluster.systemUrl];
		const {exitCode, stdout} = await runCli(args, {env: environment()});
		const json = JSON.parse(stdout) as TaskJson;
		expect(exitCode).toBe(1);
		expect(json).toMatchObject({outcome: 'partial', stepDowns: 0});
		expect(json.reason).toContain('locked');

		const text = await runCli(['balance', '--dry-run', '--server', cluster.systemUrl], {
			env: environment(),
		});
		expect(text.stdout).toMatch(/skew .*; \d\.\d\dx needs what is locked: (SHOP|PAY), (SHOP|PAY)/);
		expect(text.stdout).not.toContain('replica sets allow');
	});

	it('does nothing that it could not record', async () => {
		const before = await trueLeaders();
		const args = ['balance', '--yes', '--json', '--audit', path.join(folder, 'none', 'audit')];
		const json = await runJson(args, 1);
		expect(json).toMatchObject({outcome: 'refused', stepDowns: 0});
		expect(await trueLeaders()).toEqual(before);
	});

	it('refuses while a group has no leader, unless it is forced', async () => {
		const account = await cluster.connect('SHOP');
		try {
			const config = {name: 'PAIR', subjects: ['pair'], num_replicas: 2, storage: 'memory'};
			const created = await account.request('$JS.API.STREAM.CREATE.PAIR', JSON.stringify(config));
			const pair = created.json<{cluster: {replicas: {name: string}[]}}>().cluster;
			await cluster.stopServer(pair.replicas[0]?.name ?? '');
		} finally {
			await account.close();
		}

		await untilRefused();
		const before = await trueLeaders();
		const refused = await runJson(['balance', '--yes', '--json'], 1);
		expect(refused).toMatchObject({outcome: 'refused', stepDowns: 0});
		expect(refused.reason).toContain('PAIR');
		expect(await trueLeaders()).toEqual(before);

		const planned = await run(['balance', '--dry-run']);
		expect(planned.exitCode).toBe(1);
		expect(planned.stdout).toMatch(/refused +SHOP PAIR has no leader/);
		await runJson(['balance', '--yes', '--json', '--force-incomplete'], 0);
		expect(spreadOf(await trueLeaders())).toBeLessThanOrEqual(1);
	});

	/** A pair notices only after some seconds that its other half is gone. */
	async function untilRefused(): Promise<void> {
		for (;;) {
			const {stdout} = await run(['balance', '--dry-run', '--json']);
			if ((JSON.parse(stdout) as TaskJson).refusals.length > 0) {
				return;
			}
		}
	}
});

describe('leadertop balance where only the streams are uneven', () => {
	beforeAll(async () => {
		cluster = await startTestCluster();
		const shop = await accountApi(cluster, 'SHOP');
		for (const [stream, streamLeader, consumerLeader] of [
			['A', 'n1', 'n2'],
			['B', 'n1', 'n3'],
			['C', 'n2', 'n3'],
		] as const) {
			await shop.createStream(stream, 3);
			await shop.createConsumer(stream, 'all');
			await shop.lead(`STREAM.LEADER.STEPDOWN.${stream}`, streamLeader, async () =>
				shop.streamLeader(stream),
			);
			await shop.lead(`CONSUMER.LEADER.STEPDOWN.${stream}.all`, consumerLeader, async () =>
				shop.consumerLeader(stream, 'all'),
			);
		}

		await shop.close();
	});

	afterAll(async () => {
		await cluster?.stop();
	});

	it('says what gets better, and makes it so', async () => {
		expect((await run(['report'])).stdout).toContain(
			'skew 1.00x, streams 2 1 0 → 1 1 1 in 2 step-downs',
		);
		const {stdout} = await run(['balance', '--dry-run']);
		expect(stdout).toMatch(/SERVER +STRM +AFTER/);
		expect(stdout).toMatch(/^n1 +2 +1 /m);
		expect(stdout).toMatch(/evens out +streams 2 1 0 → 1 1 1/);
		const pty = open(['balance']);
		try {
			await pty.until(lines =>
				lines.some(line => line.includes('Balance the streams of demo with 2 step-downs?')),
			);
		} finally {
			await pty.close();
		}

		const json = await runJson(['balance', '--yes', '--json'], 0);
		expect(json).toMatchObject({
			outcome: 'balanced',
			improves: [{of: 'streams', loads: [{server: 'n1', before: 2, after: 1}, {}, {}]}],
		});
		const again = await runJson(['balance', '--dry-run', '--json'], 0);
		expect(again).toMatchObject({planned: 0, improves: []});
	});
});

describe('leadertop balance on nats-server 2.10', () => {
	beforeAll(async () => {
		cluster = await startTestCluster({series: '2.10'});
		await createAssets(cluster, {streams: 10, consumersPerStream: 2});
		await skew(cluster);
	});

	afterAll(async () => {
		await cluster?.stop();
	});

	it('tells how many step-downs to expect, and gets even by looking who won', async () => {
		const {stdout} = await run(['balance']);
		expect(stdout).toMatch(/cost .*about \d+ expected/);
		expect(stdout).toContain('before 2.11 the groups choose');

		// Whom a group elects is a matter of luck: what was said has to be true either way.
		const before = await trueLeaders();
		const {exitCode, stdout: told} = await run(['balance', '--yes', '--json']);
		const {outcome, reason} = JSON.parse(told) as TaskJson;
		const after = await trueLeaders();
		expect(spreadOf(after)).toBeLessThan(spreadOf(before));
		expect([exitCode, outcome]).toEqual(spreadOf(after) <= 1 ? [0, 'balanced'] : [1, 'partial']);
		expect(reason ?? 'cannot be chosen').toContain('cannot be chosen');
	});
});

describe('the flags of balance and drain', () => {
	it.each([
		['balance', ['--tolerance', '2'], /--tolerance takes a share from 0 to 1/],
		['balance', ['--kind', 'streams'], /--kind takes stream or consumer/],
		['balance', ['--yes', '--dry-run'], /give one of them/],
		['balance', ['--max-in-flight', '0'], /--max-in-flight takes a whole number from 1/],
		['drain', [], /drain needs SERVER/],
	])('%s %j is a usage error', async (command, args, message) => {
		const result = await runCli([command, ...args], {env: environment()});
		expect(result.stderr).toMatch(message);
		expect(result).toMatchObject({exitCode: 2, stdout: ''});
	});

	it('tells a cluster that cannot be seen from one that is not even', async () => {
		const {exitCode} = await runCli(['balance', '--server', '127.0.0.1:1'], {env: environment()});
		expect(exitCode).toBe(3);
	});
});

function environment() {
	return {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder};
}

function connection(): string[] {
	return [
		'--server',
		cluster.systemUrl,
		...['SHOP', 'PAY'].flatMap(account => ['--act-as', `${account}=${cluster.url(account)}`]),
	];
}

async function run(args: readonly string[]) {
	return runCli([...args, ...connection()], {env: environment()});
}

async function runJson(args: readonly string[], exitCode: number): Promise<TaskJson> {
	const result = await run(args);
	expect(result).toMatchObject({exitCode});
	return JSON.parse(result.stdout) as TaskJson;
}

function open(args: readonly string[]): PtyScreen {
	return openPty({args: [cliFile, ...args, ...connection()], env: environment()});
}

/** Leaders by server, asked for with one plain inventory by the test itself. */
async function trueLeaders(): Promise<ReadonlyMap<string, number>> {
	const system = await cluster.connect('SYS');
	try {
		const names = cluster.servers.filter(({running}) => running).map(({name}) => name);
		return (await countLeaders(system, names)).leaders;
	} finally {
		await system.close();
	}
}

function spreadOf(leaders: ReadonlyMap<string, number>): number {
	return Math.max(...leaders.values()) - Math.min(...leaders.values());
}

type ClusterJson = {
	readonly stepDownsToBest: number;
	readonly servers: readonly {readonly name: string; readonly leaders: number}[];
};

type TaskJson = {
	readonly before: readonly ClusterJson[];
	readonly after: readonly ClusterJson[];
	readonly planned: number;
	readonly stepDowns: number;
	readonly outcome: string;
	readonly reason: string | null;
	readonly refusals: readonly string[];
	readonly moves: readonly {
		readonly kind: string;
		readonly account: string;
		readonly wanted: string | null;
	}[];
};
