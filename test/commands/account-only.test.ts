import {mkdtemp, readdir, readFile, rm, stat} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {countsOfAccount} from '../nats/account/one-account.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';

const secrets = {SHOP: 'hush-shop-71c9', PAY: 'hush-pay-0b2e', wrong: 'hush-wrong-5d18'};

let local: LocalCluster;
let folder: string;
/** All that these tests made the program write to a terminal or a pipe. */
let written = '';
let screen: PtyScreen | undefined;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-account-'));
	local = await startTestCluster({
		accounts: [
			{name: 'SHOP', users: [{user: 'shop', password: secrets.SHOP}]},
			{name: 'PAY', users: [{user: 'pay', password: secrets.PAY}]},
			{name: 'PLAIN', users: [{user: 'plain', password: secrets.PAY}], jetStream: false},
		],
	});
	await createAssets(local, {streams: 12, consumersPerStream: 1});
});

afterEach(async () => {
	await screen?.close();
	written += screen?.raw() ?? '';
	screen = undefined;
});

afterAll(async () => {
	await local?.stop();
	await rm(folder, {recursive: true, force: true});
});

describe('with the credentials of one account', () => {
	it('reports what the system account counts in it', async () => {
		const {exitCode, stdout, stderr} = await cli(['report', '--json', ...as('SHOP')]);
		expect(stderr).toBe('');
		expect(exitCode).toBe(0);
		const report = JSON.parse(stdout) as ReportJson;
		expect(report).toMatchObject({mode: 'account', account: 'SHOP', complete: true});
		expect(report.clusters).toHaveLength(1);
		const truth = await trueCounts();
		const [cluster] = report.clusters;
		expect(cluster?.metaLeader).toBeNull();
		expect(
			cluster?.servers.map(({name, streamLeaders, consumerLeaders, r1}) => [
				name,
				{streams: streamLeaders, consumers: consumerLeaders, r1},
			]),
		).toEqual([...truth].sort(([a], [b]) => a.localeCompare(b)));
	});

	it('says in the table that this is one account, and not whether servers may be stopped', async () => {
		const {stdout} = await cli(['report', ...as('SHOP')]);
		expect(stdout).toMatch(/^account SHOP only: no server statistics\n/);
		expect(stdout).toMatch(/ STOP\?$/m);
		expect(stdout).not.toMatch(/ ok$/m);
	});

	it('shows it live, says what it cannot see, and steps a leader down', async () => {
		const auditFile = path.join(folder, 'audit.jsonl');
		screen = watch(as('SHOP'), ['--audit', auditFile]);
		const truth = await trueCounts();
		const lines = await screen.until(text => shows(text, truth));
		expect(lines[0]).toContain('account SHOP only: no server statistics');
		expect(lines.join('\n')).not.toContain('no meta leader');

		screen.keys('h\t');
		screen.keys('S');
		await screen.until(text => text.some(line => line.includes('nats ')));
		screen.keys('y');
		await screen.until(text => text.some(line => line.includes('1 of 1 done')));
		const after = await trueCounts();
		expect(after).not.toEqual(truth);
		await screen.until(text => shows(text, after));

		screen.keys('M');
		await screen.until(text => text.some(line => line.includes('system account')));
		screen.keys('q');
		screen.keys('q');
		await screen.exited;
		expect((await stat(auditFile)).mode & 0o777).toBe(0o600);
	});

	it('drains and balances its own account, and touches no leader of another', async () => {
		const others = await leadersIn('PAY');
		expect(others.size).toBeGreaterThan(5);
		const common = [...as('SHOP'), '--yes', '--json', '--audit', path.join(folder, 'runs.jsonl')];
		const drained = await cli(['drain', 'n1', ...common]);
		expect(drained.exitCode).toBe(0);
		expect([...(await leadersIn('SHOP')).values()]).not.toContain('n1');

		const {exitCode, stdout} = await cli(['balance', ...common]);
		expect(exitCode).toBe(0);
		const end = JSON.parse(stdout) as {stepDowns: number; moves: {account: string}[]};
		expect(end).toMatchObject({outcome: 'balanced', warnings: []});
		expect(end.stepDowns).toBeGreaterThan(2);
		expect(new Set(end.moves.map(({account}) => account))).toEqual(new Set(['SHOP']));
		const leaders = [...(await leadersIn('SHOP')).values()];
		const sizes = ['n1', 'n2', 'n3'].map(name => leaders.filter(leader => leader === name).length);
		expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
		expect(await leadersIn('PAY')).toEqual(others);
	});

	it.each([
		['a wrong password', ['--user', 'shop', '--password', secrets.wrong], /shop/],
		['an account without JetStream', ['--user', 'plain', '--password', secrets.PAY], /PLAIN/],
	])('says in one line what is wrong with %s', async (_, flags, message) => {
		const {exitCode, stdout, stderr} = await cli(['report', '--server', servers(), ...flags]);
		expect(stdout).toBe('');
		expect(stderr).toMatch(message);
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect(exitCode).toBe(3);
	});

	it('has no secret in anything that was shown or written', async () => {
		await cli(['report', ...as('SHOP'), '--act-as', `PAY=${local.url('PAY')}`]);
		await cli(['report', ...as('SHOP'), '--act-as', `PAY=${local.url('PAY')}`, '--sevrer']);
		const files = await readdir(folder, {recursive: true, withFileTypes: true});
		const texts = await Promise.all(
			files
				.filter(file => file.isFile())
				.map(async ({parentPath, name}) => readFile(path.join(parentPath, name), 'utf8')),
		);
		const everything = [written, ...texts].join('\n');
		expect(everything).toContain('account SHOP only');
		expect(everything).toContain('"event":"request"');
		for (const secret of Object.values(secrets)) {
			expect(everything).not.toContain(secret);
		}
	});
});

function servers(): string {
	return local.servers.map(({clientUrl}) => clientUrl).join(',');
}

function as(account: string): readonly string[] {
	return ['--server', local.url(account)];
}

async function cli(args: readonly string[]) {
	const result = await runCli(args, {env: {XDG_CONFIG_HOME: folder, XDG_STATE_HOME: folder}});
	written += result.stdout + result.stderr;
	return result;
}

function watch(flags: readonly string[], args: readonly string[]): PtyScreen {
	return openPty({
		args: [cliFile, ...flags, ...args],
		env: {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder},
		columns: 140,
		rows: 40,
	});
}

async function trueCounts() {
	const system = await local.connect('SYS');
	try {
		return await countsOfAccount(system, 'SHOP', 3);
	} finally {
		await system.close();
	}
}

type ListedGroup = {
	readonly config: {readonly name: string; readonly durable_name?: string};
	readonly name?: string;
	readonly cluster: {readonly leader: string; readonly replicas?: readonly unknown[]};
};

/** Who leads which replicated stream and consumer of an account, asked for from within it with plain requests. */
async function leadersIn(account: string): Promise<ReadonlyMap<string, string>> {
	const connection = await local.connect(account);
	const list = async (subject: string, field: 'streams' | 'consumers') =>
		(await connection.request(subject, '{}', {timeout: 5000})).json<
			Record<typeof field, readonly ListedGroup[]>
		>()[field];
	const leaders = new Map<string, string>();
	const note = (name: string, {cluster}: ListedGroup) => {
		if ((cluster.replicas?.length ?? 0) > 0) {
			leaders.set(name, cluster.leader);
		}
	};
	try {
		for (const stream of await list('$JS.API.STREAM.LIST', 'streams')) {
			const {name} = stream.config;
			note(name, stream);
			for (const consumer of await list(`$JS.API.CONSUMER.LIST.${name}`, 'consumers')) {
				note(`${name} ${consumer.name}`, consumer);
			}
		}
	} finally {
		await connection.close();
	}

	return leaders;
}

function shows(lines: readonly string[], truth: Awaited<ReturnType<typeof trueCounts>>): boolean {
	return [...truth].every(([server, {streams, consumers, r1}]) => {
		const row =
			lines.slice(1, 8).find(line => line.replace(/^│/, '').slice(1).startsWith(`${server} `)) ??
			'';
		return new RegExp(`\\s${streams}\\s+${consumers}\\s+${r1}\\s`).test(row);
	});
}

type ReportJson = {
	readonly clusters: readonly {
		readonly metaLeader: string | null;
		readonly servers: readonly {
			readonly name: string;
			readonly streamLeaders: number;
			readonly consumerLeaders: number;
			readonly r1: number;
		}[];
	}[];
};
