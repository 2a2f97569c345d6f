import {mkdtemp, readFile, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type {NatsConnection} from 'nats';
import {afterAll, afterEach, beforeAll, expect, it} from 'vitest';
import {countLeaders, untilSettled} from '../../source/demo/count-leaders.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {canStop, plainReplicas} from '../nats/plain-replicas.ts';
import {startRestarts, startRoll, type Restarter, type RollRun} from '../support/roll-stage.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';
import {startTraffic} from '../support/steady-traffic.ts';
import {startTestCluster, testServer} from '../support/with-cluster.ts';

let cluster: LocalCluster;
let system: NatsConnection;
let shop: NatsConnection;
let folder: string;
let restarts: Awaited<ReturnType<typeof startRestarts>>;
/** What the command does to a server, in the present case. */
let restart: Restarter;
let groups = 0;
const running = new Set<RollRun>();
let screen: PtyScreen | undefined;
let isUpgraded = false;

/** Many restarts of real servers, on a machine that may be busy. */
const patient = {timeout: 180_000};
const three = ['n1', 'n2', 'n3'];

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-roll-'));
	cluster = await startTestCluster({series: '2.10'});
	await createAssets(cluster, {streams: 14, consumersPerStream: 2});
	system = await cluster.connect('SYS');
	shop = await cluster.connect('SHOP');
	restarts = await startRestarts(() => restart);
	groups = (await plainReplicas(system)).sizes.length;
});

afterEach(async () => {
	// What a case that failed has left behind is no other one's trouble.
	for (const {child, ended} of running) {
		child.kill('SIGKILL');
		await ended;
	}

	for (const server of cluster.servers) {
		if (!server.running) {
			await cluster.startServer(server.name);
		}
	}
});

afterAll(async () => {
	for (const {child} of running) {
		child.kill('SIGKILL');
	}

	await screen?.close();
	await restarts?.close();
	await shop?.close();
	await system?.close();
	await cluster?.stop();
	await rm(folder, {recursive: true, force: true});
});

it(
	'upgrades a cluster that is in use from 2.10 to the newest server, and loses no message',
	patient,
	async () => {
		const newest = await testServer('newest');
		const wasUpgraded = isUpgraded;
		isUpgraded = true;
		const traffic = await startTraffic(cluster);
		groups += 2;
		const stopped: string[] = [];
		restart = async server => {
			// What the servers themselves say, with none of the code under test.
			const {leaders, metaLeader} = await countLeaders(system, three);
			expect(leaders.get(server), `leaders on ${server} when it is stopped`).toBe(0);
			expect(metaLeader).not.toBe(server);
			await untilMayStop(server);
			stopped.push(server);
			await cluster.restartServer(server, {binary: newest});
		};
		const {metaLeader} = await countLeaders(system, three);
		const audit = path.join(folder, `upgrade-${wasUpgraded}.jsonl`);
		const roll = start('--yes', '--exec', restarts.command, '--audit', audit);
		const ended = await roll.ended;
		// As long as the stream of the traffic is there, too.
		const {leaders: after} = await countLeaders(system, three);
		const {acknowledged, lost} = await traffic.end();
		groups -= 2;
		expect(ended, JSON.stringify(roll.lines.slice(-3))).toMatchObject({exitCode: 0});
		expect(Math.max(...after.values()) - Math.min(...after.values())).toBeLessThanOrEqual(1);
		expect(lost).toBe(0);
		expect(acknowledged).toBeGreaterThan(100);

		expect(stopped.toSorted()).toEqual(three);
		expect(stopped.at(-1)).toBe(metaLeader);
		const ends = roll.lines.filter(({event}) => event === 'turn-ended');
		expect(ends.map(({server}) => server)).toEqual(stopped);
		for (const {versionBefore, versionAfter} of ends) {
			// In a second attempt they are upgraded already.
			expect(versionBefore).toMatch(wasUpgraded ? /^2/ : /^2\.10\./);
			expect(versionAfter).not.toMatch(/^2\.10\./);
		}

		expect(roll.summary()).toMatchObject({
			outcome: 'done',
			left: [],
			unrequestedElections: expect.any(Number),
		});
		const records = (await readFile(audit, 'utf8')).trim().split('\n');
		const stops = records
			.map(line => JSON.parse(line) as Record<string, unknown>)
			.filter(({kind, event}) => kind === 'server' && event === 'result');
		expect(stops.map(({from, result}) => [from, result])).toEqual(
			stopped.map(server => [server, 'as-wanted']),
		);
	},
);

it('leaves alone what runs the wanted version, and only plans without a yes', patient, async () => {
	const {stdout} = await runCli(['report', '--json', ...connection()], {env: env()});
	const {clusters} = JSON.parse(stdout) as {clusters: {servers: {version: string}[]}[]};
	const version = clusters[0]?.servers[0]?.version ?? '';
	const args = ['roll', '--json', '--skip-version', version, ...connection()];
	const {exitCode, stdout: plan} = await runCli([...args, '--dry-run'], {env: env()});
	expect(exitCode).toBe(0);
	expect(JSON.parse(plan)).toMatchObject({outcome: 'planned', turns: [], skipped: [{}, {}, {}]});

	const order = ['roll', '--order', 'n3,n1', '--no-balance', '--json', ...connection()];
	const planned = await runCli(order, {env: env()});
	expect(planned).toMatchObject({
		exitCode: 1,
		stderr: expect.stringContaining('pass --yes to start'),
	});
	expect(JSON.parse(planned.stdout)).toMatchObject({
		turns: [{server: 'n3'}, {server: 'n1'}, {server: 'n2'}],
		balance: null,
		goesOnFrom: null,
	});
});

it(
	'stops where the command fails or the server does not come back, and goes on there',
	patient,
	async () => {
		const failed = start(
			'--yes',
			'--order',
			'n2',
			'--exec',
			'echo "no way: $LEADERTOP_SERVER"; exit 3',
		);
		expect(await failed.ended).toMatchObject({exitCode: 1});
		expect(failed.lines).toContainEqual(
			expect.objectContaining({event: 'command-output', text: 'no way: n2'}),
		);
		expect(failed.summary()).toMatchObject({
			outcome: 'stopped',
			reason: 'the command for n2 failed: exit code 3',
			cutOff: {server: 'n2', condition: 'is online and leads nothing'},
			left: expect.arrayContaining(three),
		});

		restart = cluster.stopServer;
		const away = start(
			'--yes',
			'--order',
			'n2',
			'--exec',
			restarts.command,
			'--back-timeout',
			'4s',
		);
		expect(await away.ended).toMatchObject({exitCode: 1});
		expect(away.summary()).toMatchObject({
			reason: expect.stringMatching(/^n2 is (offline|not responding).*--back-timeout/),
			cutOff: {server: 'n2'},
		});

		// It is only waited for; and the process that does so is killed right after it.
		const waiting = start('--yes', '--order', 'n3', '--exec', restarts.command);
		await waiting.until(({event, step}) => event === 'turn-waiting' && step === 'back');
		restart = cluster.restartServer;
		await cluster.startServer('n2');
		await waiting.until(({event, server}) => event === 'turn-ended' && server === 'n2');
		await waiting.until(({event, server}) => event === 'command-started' && server === 'n3');
		waiting.child.kill('SIGKILL');
		await waiting.ended;
		await untilSettled(cluster);

		const last = start('--yes', '--exec', restarts.command);
		expect(await last.ended).toMatchObject({exitCode: 0});
		const first = last.lines.find(({event}) => event === 'roll-started');
		expect(first?.['skipped']).toContainEqual({
			server: 'n2',
			reason: 'restarted since the roll began',
		});
		expect(last.summary()).toMatchObject({outcome: 'done', left: []});
	},
);

it(
	'leaves the stop to the operator, and ends when somebody else acts or another server goes',
	patient,
	async () => {
		await openUpgrade();
		const disturbed = start('--yes', '--servers', 'n1');
		await disturbed.until(({event}) => event === 'may-stop');
		await shows(/roll: n1 is drained and may stop now: restart it, by \S+@/);
		await shows(/n1 .*stop it/);
		const {leaders} = await countLeaders(system, three);
		expect(leaders.get('n1')).toBe(0);
		const other = await runCli(['balance', '--dry-run', '--json', ...connection()], {env: env()});
		expect(other.stderr).toMatch(/n1 is drained by \S+@\S+: it is given no leaders/);
		expect(JSON.parse(other.stdout)).toMatchObject({closed: [{server: 'n1', reason: 'cordoned'}]});
		await shop.request('$JS.API.STREAM.LEADER.STEPDOWN.ORDERS', '', {timeout: 5000});
		expect(await disturbed.ended).toMatchObject({exitCode: 1});
		expect(disturbed.summary()).toMatchObject({
			reason: expect.stringContaining('step-downs by others'),
			left: ['n1'],
		});

		const second = start('--yes', '--servers', 'n1');
		await second.until(({event}) => event === 'may-stop');
		const gone = (await countLeaders(system, three)).metaLeader === 'n2' ? 'n3' : 'n2';
		await cluster.stopServer(gone);
		expect(await second.ended).toMatchObject({exitCode: 1});
		expect(second.summary()).toMatchObject({
			reason: expect.stringMatching(new RegExp(`^${gone} (went offline|is not responding)`)),
			cutOff: {server: 'n1', condition: expect.stringContaining('is online')},
		});
		await cluster.startServer(gone);
		await untilSettled(cluster);
	},
);

it(
	'rolls the next server from the screen at R and a yes, and waits while the operator restarts it',
	patient,
	async () => {
		await openUpgrade();
		const lines = await shows(/upgrade of demo: next n\d/);
		const next = /upgrade of demo: next (n\d)/.exec(lines.join('\n'))?.[1] ?? '';
		screen?.keys('R');
		await shows(new RegExp(`Roll ${next}\\?`));
		screen?.keys('y');
		await shows(new RegExp(`roll: ${next} is drained and may stop now: restart it`));
		expect((await countLeaders(system, three)).leaders.get(next)).toBe(0);
		await cluster.restartServer(next);
		await shows(/restarted and current again: n\d/);
		await screen?.close();
	},
);

it(
	'ends after its server at the first Ctrl-C, and stops at a server that lost its store',
	patient,
	async () => {
		await untilSettled(cluster);
		restart = async server => {
			finishing.child.kill('SIGINT');
			await cluster.restartServer(server);
		};
		const finishing: RollRun = start(
			'--yes',
			'--anew',
			'--servers',
			'n2,n3',
			'--order',
			'n2',
			'--exec',
			restarts.command,
		);
		expect(await finishing.ended).toMatchObject({exitCode: 1});
		expect(finishing.summary()).toMatchObject({
			reason: 'Ctrl-C was pressed',
			done: [{server: 'n2'}],
			left: ['n3'],
			cutOff: null,
		});

		const pinned = await pinnedStream();
		restart = async server => {
			await cluster.stopServer(server);
			await rm(path.join(cluster.folder, server, 'store'), {recursive: true});
			await cluster.startServer(server);
		};
		const empty = start('--yes', '--anew', '--servers', pinned, '--exec', restarts.command);
		expect(await empty.ended).toMatchObject({exitCode: 1});
		expect(empty.summary()).toMatchObject({
			reason: expect.stringMatching(/came back without the \d+ messages of its streams/),
			left: [pinned],
		});
	},
);

/** Stores a message in a stream of one replica, and says on which server it is. */
async function pinnedStream(): Promise<string> {
	const create = {name: 'PINNED', subjects: ['pinned'], num_replicas: 1, storage: 'file'};
	const made = await shop.request('$JS.API.STREAM.CREATE.PINNED', JSON.stringify(create), {
		timeout: 5000,
	});
	await shop.request('pinned', 'kept', {timeout: 5000});
	return made.json<{cluster: {leader: string}}>().cluster.leader;
}

/** Opens the upgrade on a screen of its own. */
/** Ends as soon as the servers say so: one that is asked while messages flow may have a follower that lags by one. */
async function untilMayStop(server: string): Promise<void> {
	for (let count = 0; count < 20; count++) {
		if (canStop(server, await plainReplicas(system), groups)) {
			return;
		}
	}

	throw new Error(`the servers do not say that ${server} may stop`);
}

async function openUpgrade(): Promise<void> {
	await screen?.close();
	screen = openPty({
		args: [cliFile, ...connection()],
		columns: 140,
		rows: 40,
		env: {...env(), XDG_STATE_HOME: path.join(folder, 'screen')},
	});
	await shows(/3\/3.*live/);
	screen.keys('m');
}

async function shows(pattern: RegExp): Promise<string[]> {
	return screen?.until(lines => lines.some(line => pattern.test(line)), 20_000) ?? [];
}

function start(...args: readonly string[]): RollRun {
	const run = startRoll([...connection(), ...args], env());
	running.add(run);
	void run.ended.then(() => running.delete(run));
	return run;
}

function connection(): readonly string[] {
	const accounts = ['SHOP', 'PAY'].flatMap(name => ['--act-as', `${name}=${cluster.url(name)}`]);
	return ['--server', cluster.systemUrl, ...accounts];
}

function env() {
	return {XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder};
}
