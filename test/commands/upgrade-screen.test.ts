import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type {NatsConnection} from 'nats';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {canStop, plainReplicas} from '../nats/plain-replicas.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';

let cluster: LocalCluster;
let system: NatsConnection;
let folder: string;
let screen: PtyScreen;
let groups = 0;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-upgrade-screen-'));
	cluster = await startTestCluster();
	await createAssets(cluster, {streams: 14, consumersPerStream: 2});
	system = await cluster.connect('SYS');
	groups = (await look()).sizes.length;
	screen = openPty({
		args: [
			cliFile,
			'--server',
			cluster.systemUrl,
			'--interval',
			'250ms',
			'--record',
			recording(),
			...['SHOP', 'PAY'].flatMap(account => ['--act-as', `${account}=${cluster.url(account)}`]),
		],
		columns: 140,
		rows: 40,
		env: {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder},
	});
});

afterAll(async () => {
	await screen?.close();
	await system?.close();
	await cluster?.stop();
	await rm(folder, {recursive: true, force: true});
});

it('follows three servers through a rolling restart, and lets none be stopped too early', async () => {
	await shows(/3\/3.*live/);
	screen.keys('m');
	await shows(/upgrade of demo: next n\d \(no restart seen/);
	const done: string[] = [];

	// By the book: drained first, stopped in good order.
	const first = await nextServer();
	await select(first);
	screen.keys('\r');
	await shows(new RegExp(`${first}: followed since`));
	screen.keys('D');
	await shows(new RegExp(`Drain ${first} with \\d+ step-downs?`));
	screen.keys('y');
	await shows(/✓ drained +\d\d:\d\d:\d\d/);
	await shows(/✓ ok to stop +\d\d:\d\d:\d\d/);
	expect(canStop(first, await look(), groups)).toBe(true);
	await restart(first, async () => cluster.stopServer(first));
	await shows(new RegExp(`why: ${first} is drained and kept empty`));
	await shows(/▸ undrained/);
	screen.keys('D');
	await shows(new RegExp(`Undrain ${first}\\?`));
	screen.keys('y');
	await shows(new RegExp(`why: ${first} restarted \\d+s ago and leads nothing`));
	done.push(first);

	// In a hurry: told to stop as it is; then a power cut.
	let hearsStop = true;
	for (const end of [
		async (server: string) => cluster.stopServer(server),
		async (server: string) => cluster.killServer(server),
	]) {
		screen.keys('B');
		await shows(/Balance demo with \d+ step-downs/);
		screen.keys('y');
		await shows(new RegExp(`${done.at(-1) ?? ''} .* done`), 20_000);
		const server = await nextServer();
		expect(done).not.toContain(server);
		await select(server);
		screen.keys('\r');
		await shows(new RegExp(`${server}: followed since`));
		if (done.length === 1) {
			// What the server says last is lost where it carries the connection of the screen.
			const {port} = cluster.servers.find(({name}) => name === server) ?? {};
			hearsStop = !screen.lines()[0]?.includes(`:${port} `);
		}

		await restart(server, async () => end(server));
		await shows(new RegExp(`why: .*${server} restarted (last, )?\\d+s ago,? and leads `));
		done.push(server);
	}

	await shows(/upgrade of demo: all restarted, all run \d/);
	screen.keys('m');
	await shows(/leaders on n\d/);
	screen.keys('e');
	await shows(/[1-9]\d* stepped down by you/);
	if (hearsStop) {
		await shows(/[1-9]\d* server was stopped/);
	}

	await shows(/[1-9]\d* server (went offline|not responding|restarted)/);
	screen.keys('q');
	await shows(/leaders on n\d/);
	screen.keys('B');
	await shows(/Balance demo with \d+ step-downs/);
	screen.keys('y');
	await shows(/skew 1\.0\dx.*balanced/, 20_000);
	const check = await runCli(
		['check', '--server', cluster.systemUrl, '--expect', '3', '--wait', '20s'],
		{env: {XDG_CONFIG_HOME: folder}},
	);
	expect(check).toMatchObject({exitCode: 0});

	screen.keys('q');
	await screen.exited;
	const now = await leadersTold(['report', '--server', cluster.systemUrl]);
	expect(now).toHaveLength(3);
	expect(await leadersTold(['replay', recording()])).toEqual(now);
});

function recording(): string {
	return path.join(folder, 'upgrade.rec');
}

/** What a command reports of the leaders of each server. */
async function leadersTold(args: readonly string[]): Promise<readonly unknown[]> {
	const {stdout} = await runCli([...args, '--json'], {env: {XDG_CONFIG_HOME: folder}});
	const {clusters} = JSON.parse(stdout) as {
		clusters: {servers: Record<(typeof countsTold)[number], unknown>[]}[];
	};
	return clusters.flatMap(({servers}) => servers.map(server => countsTold.map(key => server[key])));
}

const countsTold = ['name', 'streamLeaders', 'consumerLeaders', 'leaders', 'r1', 'ratio'] as const;

/** Ends a server and starts it again, and holds what the screen says meanwhile against what leaders say by themselves. */
async function restart(server: string, end: () => Promise<void>): Promise<void> {
	const others = cluster.servers.map(({name}) => name).filter(name => name !== server);
	await Promise.all([end(), untilNoneMayStop(others)]);
	await shows(new RegExp(`${server} .*(offline|not responding) \\d+s +EXPECTED`));
	await shows(/2\/3 expected/);
	// Of one that just fell silent nobody knows whether it was stopped.
	const isTold = screen.lines().some(line => line.includes('offline'));
	await shows(isTold ? /✓ stopped +\d\d:\d\d:\d\d/ : /not responding for \d+s: stopped or/);
	const started = cluster.startServer(server);
	await untilAllMayStop(others);
	await shows(/✓ stopped +\d\d:\d\d:\d\d/);
	await shows(/✓ back +\d\d:\d\d:\d\d/);
	await shows(/✓ JetStream up +\d\d:\d\d:\d\d/);
	await shows(/✓ caught up +\d\d:\d\d:\d\d/);
	await started;
}

/** Waits until the screen says of these servers that none may be stopped, and holds that against the truth. */
async function untilNoneMayStop(servers: readonly string[]): Promise<void> {
	await screen.until(() => servers.every(server => mayStop(server) === false));
	const truth = await look();
	expect(servers.map(server => canStop(server, truth, groups))).toEqual(servers.map(() => false));
}

/**
 * Waits until the screen says of these servers that they may be stopped. Whatever it says on the way is held against the
 * truth: where leaders said before and after that a server must not stop, it was not to say ok.
 */
async function untilAllMayStop(servers: readonly string[]): Promise<void> {
	const deadline = Date.now() + 25_000;
	for (let before = await look(); ;) {
		const shown = screen.lines().join('\n');
		const told = servers.map(server => mayStop(server));
		const after = await look();
		for (const [index, server] of servers.entries()) {
			const isTrue = canStop(server, before, groups) || canStop(server, after, groups);
			expect(told[index] === true && !isTrue, `${server} too early: ${shown}`).toBe(false);
		}

		if (told.every(each => each === true)) {
			expect(servers.map(server => canStop(server, after, groups))).toEqual(
				servers.map(() => true),
			);
			return;
		}

		expect(Date.now(), shown).toBeLessThan(deadline);
		before = after;
	}
}

/** What the column STOP? says; undefined where it says nothing. */
function mayStop(server: string): boolean | undefined {
	const row = screen.lines().find(line => line.slice(2).startsWith(`${server} `)) ?? '';
	return /\sok[\s│]*$/.test(row) ? true : /\swait: /.test(row) ? false : undefined;
}

async function look() {
	return plainReplicas(system);
}

async function nextServer(): Promise<string> {
	const lines = await shows(/upgrade of demo: next n\d/);
	return /upgrade of demo: next (n\d)/.exec(lines.join('\n'))?.[1] ?? '';
}

/** Selects a server of the upgrade. */
async function select(server: string): Promise<void> {
	screen.keys('g');
	for (let row = 1; row <= 3; row++) {
		const [selected = ''] =
			/▸(n\d)/.exec((await shows(new RegExp(`▸n${row}`))).join('\n'))?.slice(1) ?? [];
		if (selected === server) {
			return;
		}

		screen.keys('j');
	}

	throw new Error(`${server} cannot be selected`);
}

async function shows(pattern: RegExp, withinMs = 15_000): Promise<string[]> {
	return screen.until(lines => lines.some(line => pattern.test(line)), withinMs);
}
