import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import {freePorts} from '../../source/demo/start-cluster.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {accountApi} from '../nats/account-api.ts';
import {startLoneServer} from '../nats/access/lone-server.ts';
import {parseNagios} from '../report/check/parse-nagios.ts';
import {parsePrometheus} from '../report/check/parse-prometheus.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty, type PtyScreen} from '../support/pty-screen.ts';
import {runCli, type CliResult} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';

const someSeries = ['2.10', 'newest'] as const;

/** Of a server that has a system account, and SHOP with JetStream or without. */
const accounts = (jetStream = '') => `accounts {
	SYS: {users: [{user: sys, password: sys}]}
	SHOP: {users: [{user: shop, password: shop}]${jetStream}}
}
system_account: SYS`;

let screen: PtyScreen | undefined;

afterEach(async () => {
	await screen?.close();
	screen = undefined;
});

describe.each(someSeries)(
	'a super-cluster of nats-server %s, a cluster of it without JetStream',
	series => {
		let local: LocalCluster;
		let system: string;

		beforeAll(async () => {
			local = await startTestCluster({
				series,
				extraPorts: 1,
				configure: ({extraPorts}) => `gateway {name: demo, listen: "127.0.0.1:${extraPorts[0]}"}`,
			});
			const shop = await accountApi(local, 'SHOP');
			await shop.createStream('ORDERS', 3);
			await shop.close();
			system = local.systemUrl;
		});

		afterAll(async () => {
			await local?.stop();
		});

		it('is judged, balanced and shown by the one that has it', async () => {
			const urls = local.servers.map(({extraPorts}) => `"nats://127.0.0.1:${extraPorts[0]}"`);
			const gateways = `gateways: [{name: demo, urls: [${urls.join(', ')}]}]`;
			await startLoneServer(
				`server_name: a1\ncluster {name: aside, listen: "127.0.0.1:-1"}
			gateway {name: aside, listen: "127.0.0.1:-1", ${gateways}}\n${accounts()}`,
				series,
			);
			await expect.poll(async () => (await on(['report'])).stdout).toContain('cluster aside');

			const report = await on(['report']);
			expect(report.stdout).toMatch(/^cluster aside · no JetStream$/m);
			expect(report.exitCode).toBe(0);
			const json = JSON.parse((await on(['report', '--json'])).stdout) as unknown;
			expect(json).toMatchObject({
				complete: true,
				clusters: [
					{name: 'aside', jetstream: false, balanced: null, servers: [{name: 'a1'}]},
					{name: 'demo', jetstream: true, groups: 1},
				],
			});

			const [text, nagios, checked, prometheus] = await Promise.all(
				['text', 'nagios', 'json', 'prometheus'].map(async format =>
					on(['check', '--expect', '3', '--format', format]),
				),
			);
			expect(text?.stdout).toMatch(/^OK: JetStream is up on 3 of 3 expected servers; /);
			expect(text?.stdout).toContain('aside: no JetStream, nothing to check');
			expect(text?.exitCode).toBe(0);
			expect(nagios?.exitCode).toBe(0);
			const {figures} = parseNagios(nagios?.stdout ?? '');
			expect(figures.get('servers')?.[0]).toBe('3');
			expect(JSON.parse(checked?.stdout ?? '')).toMatchObject({
				status: 'OK',
				clusters: [{name: 'aside', jetstream: false}, {name: 'demo'}],
			});
			const metrics = parsePrometheus(prometheus?.stdout ?? '');
			expect(metrics.get('leadertop_servers_up{cluster=demo}')).toBe(3);
			expect(metrics.has('leadertop_servers_up{cluster=aside}')).toBe(false);

			const balanced = await on(['balance', '--yes', '--json']);
			expect(JSON.parse(balanced.stdout)).toMatchObject({outcome: 'balanced', cluster: 'demo'});
			expect(balanced.exitCode).toBe(0);
			const kept = await on(['balance', '--keep']);
			expect(JSON.parse(kept.stdout)).toMatchObject({event: 'planned', cluster: 'demo'});
			expectNothingDone(await on(['balance', '--yes', '--cluster', 'aside']), 'cluster aside');
			expectNothingDone(await on(['drain', 'a1', '--yes']), 'cluster aside');
			expect((await on(['check', '--cluster', 'aside'])).stdout).toMatch(
				/^UNKNOWN: no JetStream on a1: nothing to check/,
			);

			screen = watch(system);
			const [header = ''] = await screen.until(([first]) => first?.includes('live') === true);
			expect(header).toContain('demo 3/3');
		});

		async function on(args: readonly string[]): Promise<CliResult> {
			return run(system, args);
		}
	},
);

describe.each(someSeries)('a single nats-server %s', series => {
	it('without JetStream is not judged, and there is nothing to do', async () => {
		const system = addressOf(await startLoneServer(`server_name: alone\n${accounts()}`, series));
		for (const format of ['text', 'nagios', 'json']) {
			const {exitCode, stdout, stderr} = await run(system, ['check', '--format', format]);
			expect(stdout).not.toContain('CRITICAL');
			expect({exitCode, stderr}).toEqual({exitCode: 3, stderr: ''});
		}

		const prometheus = await run(system, ['check', '--format', 'prometheus']);
		expect(parsePrometheus(prometheus.stdout).get('leadertop_check_status{}')).toBe(3);
		expect(prometheus.exitCode).toBe(0);

		expect((await run(system, ['check'])).stdout).toMatch(
			/^UNKNOWN: no JetStream on alone: nothing to check/,
		);
		for (const command of [['balance'], ['drain', 'alone'], ['balance', '--keep']]) {
			expectNothingDone(await run(system, [...command, '--yes']), 'alone');
		}

		expect(await run(system, ['report'])).toMatchObject({
			exitCode: 0,
			stdout: expect.stringMatching(/^cluster alone · no JetStream\n/),
		});

		screen = watch(system);
		await screen.until(
			([header]) => /alone.*no JetStream/.test(header ?? '') && !/meta/.test(header ?? ''),
		);
		screen.keys('B');
		await screen.until(lines => lines.join('\n').includes('alone has no JetStream'));
	});

	it('with JetStream is missed no meta leader of', async () => {
		const config = `server_name: alone\njetstream {store_dir: "${await storeFolder()}"}`;
		const server = await startLoneServer(`${config}\n${accounts(', jetstream: enabled')}`, series);
		const system = addressOf(server);
		const check = await run(system, ['check']);
		expect(check).toMatchObject({
			exitCode: 0,
			stdout: expect.stringMatching(/^OK: 1 server is up/),
		});
		expect((await run(system, ['report'])).stdout).toMatch(/^cluster alone · 0 groups/);
		const balanced = await run(system, ['balance', '--yes', '--json']);
		expect(JSON.parse(balanced.stdout)).toMatchObject({outcome: 'balanced', cluster: 'alone'});

		screen = watch(system);
		const [header] = await screen.until(
			([first]) => /alone 1\/1/.test(first ?? '') && first?.includes('live') === true,
		);
		expect(header).not.toContain('meta');
	});
});

describe.each(someSeries)('a hub of leaf nodes of nats-server %s without JetStream', series => {
	it('is listed, and its leaf is judged', async () => {
		const [port = 0] = await freePorts(1);
		const hub = await startLoneServer(
			`server_name: hub\nleafnodes {listen: "127.0.0.1:${port}"}\n${accounts()}`,
			series,
		);
		const remotes = ['SYS', 'SHOP'].map(account => {
			const user = account.toLowerCase();
			return `{url: "nats://${user}:${user}@127.0.0.1:${port}", account: ${account}}`;
		});
		await startLoneServer(
			`server_name: leaf\njetstream {store_dir: "${await storeFolder()}", domain: leafy}
			leafnodes {remotes: [${remotes.join(', ')}]}\n${accounts(', jetstream: enabled')}`,
			series,
		);
		const system = addressOf(hub);
		await expect.poll(async () => (await run(system, ['report'])).stdout).toContain('cluster leaf');

		const check = await run(system, ['check', '--expect', '1']);
		expect(check.stdout).toMatch(/^OK: JetStream is up on 1 of 1 expected servers; /);
		expect(check.exitCode).toBe(0);
		const balanced = await run(system, ['balance', '--yes', '--json']);
		expect(JSON.parse(balanced.stdout)).toMatchObject({outcome: 'balanced', cluster: 'leaf'});
		screen = watch(system);
		await screen.until(([header]) => /leaf 1\/1/.test(header ?? ''));
	});
});

async function run(system: string, args: readonly string[]): Promise<CliResult> {
	return runCli([...args, '--server', system, '--no-context']);
}

function watch(system: string): PtyScreen {
	return openPty({args: [cliFile, 'watch', '--server', system, '--no-context'], columns: 100});
}

function addressOf({address}: {readonly address: string}): string {
	return `nats://sys:sys@${address}`;
}

async function storeFolder(): Promise<string> {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-store-'));
	onTestFinished(async () => rm(folder, {recursive: true, force: true, maxRetries: 5}));
	return folder;
}

/** Exit 3 and one line that names what has no JetStream. */
function expectNothingDone({exitCode, stdout, stderr}: CliResult, name: string): void {
	expect({exitCode, stdout}).toEqual({exitCode: 3, stdout: ''});
	expect(stderr).toMatch(/^leadertop: [^\n]*JetStream[^\n]*: there is nothing to [a-z]+\n$/);
	expect(stderr).toContain(name);
}
