import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {countLeaders} from '../../source/demo/count-leaders.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {runCli} from '../support/run-cli.ts';
import {runTraced, screenPackages} from '../support/run-traced.ts';
import {everySeries, startTestCluster} from '../support/with-cluster.ts';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-report-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true, force: true});
});

describe.each(everySeries)('leadertop report on nats-server %s', series => {
	let cluster: LocalCluster;

	beforeAll(async () => {
		cluster = await startTestCluster({series});
		await createAssets(cluster, {streams: 12, consumersPerStream: 2});
	});

	afterAll(async () => {
		await cluster?.stop();
	});

	it('counts what an independent inventory counts', async () => {
		const {exitCode, stdout, stderr} = await report(['--json', '--groups']);
		expect(stderr).toBe('');
		expect(exitCode).toBe(0);

		const json = JSON.parse(stdout) as ReportJson;
		const system = await cluster.connect('SYS');
		const names = cluster.servers.map(({name}) => name);
		const truth = await countLeaders(system, names);
		await system.close();

		const [east] = json.clusters;
		expect(json).toMatchObject({mode: 'system', complete: true, missing: []});
		expect(east).toMatchObject({
			name: 'demo',
			metaLeader: truth.metaLeader,
			groups: truth.groups,
			leaderless: 0,
		});
		expect(east?.servers.map(({okToStop}) => okToStop)).toEqual([true, true, true]);
		expect(east?.servers.map(({name, leaders}) => [name, leaders])).toEqual(
			cluster.servers.map(({name}) => [name, truth.leaders.get(name) ?? 0]),
		);
		// 12 streams with 2 consumers each, R1 ones too.
		expect(json.groups).toHaveLength(36);
		for (const group of json.groups) {
			expect(group.followers).toHaveLength(group.replicas - 1);
		}
	});

	it('prints the same as a table', async () => {
		const {exitCode, stdout} = await report([]);
		expect(exitCode).toBe(0);
		expect(stdout).toMatch(/^cluster demo · meta leader n\d/);
		for (const {name} of cluster.servers) {
			expect(stdout).toMatch(new RegExp(`^${name}( \\(meta\\))? +${versionOf(series)}`, 'm'));
		}
	});

	it.each([
		['report', '--json'],
		['balance', '--dry-run', '--json'],
	])('loads nothing of the screen for %s %s', async (...args) => {
		const {stdout, packages} = await runTraced([...args, '--server', cluster.systemUrl], {
			XDG_CONFIG_HOME: folder,
		});
		expect(JSON.parse(stdout)).toBeTypeOf('object');
		expect(packages).toContain('@nats-io/nats-core');
		for (const name of screenPackages) {
			expect(packages).not.toContain(name);
		}
	});

	async function report(args: readonly string[]) {
		return runCli(['report', '--server', cluster.systemUrl, ...args], {
			env: {XDG_CONFIG_HOME: folder},
		});
	}
});

describe('leadertop report', () => {
	it.each([
		['nobody listens there', ['--server', '127.0.0.1:1'], 3, /cannot connect to 127\.0\.0\.1:1/],
		['an unknown flag', ['--sevrer', 'x'], 2, /there is no flag --sevrer/],
		['a flag without value', ['--server'], 2, /--server needs a value/],
		['a number out of bounds', ['--threshold', '0.5'], 2, /--threshold takes a number from 1/],
		['a context that is not there', ['--context', 'prod'], 2, /prod/],
		['something to spare', ['n1'], 2, /does not take 'n1'/],
	])('says in one line that there is %s', async (_, args, exitCode, message) => {
		const result = await runCli(['report', ...args], {env: {XDG_CONFIG_HOME: folder}});

		expect(result.stderr).toMatch(message);
		expect(result.stderr.trim().split('\n')).toHaveLength(1);
		expect(result).toMatchObject({exitCode, stdout: ''});
	});

	it('says so for a command that is not there', async () => {
		const {exitCode, stderr} = await runCli(['reprot']);
		expect(stderr).toMatch(
			/^leadertop: there is no command 'reprot' \(did you mean report\?\); the commands are watch, report, [a-z, ]+\n$/,
		);
		expect(exitCode).toBe(2);
	});
});

/** How a server of the series names its version, as a pattern. */
function versionOf(series: (typeof everySeries)[number]): string {
	return series === 'newest'
		? String.raw`2\.\d+\.\d+`
		: String.raw`${series.replace('.', '\\.')}\.\d+`;
}

type ReportJson = {
	readonly clusters: readonly {
		readonly servers: readonly {
			readonly name: string;
			readonly leaders: number;
			readonly okToStop: boolean | null;
		}[];
	}[];
	readonly groups: readonly {readonly replicas: number; readonly followers: readonly unknown[]}[];
};
