import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {countLeaders} from '../../source/demo/count-leaders.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {pollUntil} from '../../source/demo/poll-until.ts';
import {skew} from '../../source/demo/skew.ts';
import {freePorts} from '../../source/demo/start-cluster.ts';
import {parsePrometheus} from '../report/check/parse-prometheus.ts';
import {cliFile} from '../support/cli-file.ts';
import {findPrometheus, startPrometheus} from '../support/prometheus.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';

const docs = path.join(import.meta.dirname, '../../docs/prometheus');
const alertRules = readFileSync(path.join(docs, 'alerts.yml'), 'utf8');
const env = {XDG_CONFIG_HOME: '/nowhere'};

describe('leadertop exporter', () => {
	let cluster: LocalCluster;
	let restarted: string;
	let exporter: Awaited<ReturnType<typeof startExporter>>;

	beforeAll(async () => {
		cluster = await startTestCluster();
		await createAssets(cluster, {streams: 8, consumersPerStream: 2});
		restarted = (await skew(cluster)).server;
		exporter = await startExporter(['--server', cluster.systemUrl, '--per-stream', '3']);
	});

	afterAll(async () => {
		await exporter?.stop();
		await cluster?.stop();
	});

	it('serves what the servers themselves report, under the names of check', async () => {
		const series = await exporter.whenLive();
		const system = await cluster.connect('SYS');
		const truth = await countLeaders(system, ['n1', 'n2', 'n3']);
		await system.close();
		expect(series.get('leadertop_groups{cluster=demo}')).toBe(truth.groups);
		for (const server of ['n1', 'n2', 'n3']) {
			const at = `cluster=demo,server=${server}`;
			const leaders = truth.leaders.get(server) ?? 0;
			expect(series.get(`leadertop_server_leaders{${at}}`)).toBe(leaders);
			expect(
				(series.get(`leadertop_server_leaders_by_kind{${at},kind=stream}`) ?? 0) +
					(series.get(`leadertop_server_leaders_by_kind{${at},kind=consumer}`) ?? 0),
			).toBe(leaders);
			expect(series.get(`leadertop_server_state{${at},state=online}`)).toBe(1);
			expect(series.get(`leadertop_server_meta_leader{${at}}`)).toBe(
				truth.metaLeader === server ? 1 : 0,
			);
		}

		const perStream = [...series.keys()].filter(key => key.startsWith('leadertop_stream_leader{'));
		expect(perStream).toHaveLength(3);
		expect(series.get('leadertop_streams_unlisted{}')).toBe(8 - 3);
		const {stdout} = await runCli(
			['check', '--server', cluster.systemUrl, '--format', 'prometheus'],
			{env},
		);
		expect([...parsePrometheus(stdout).keys()].filter(key => !series.has(key))).toEqual([]);
		expect((await fetch(exporter.page('/healthz'))).status).toBe(200);
	});

	it('lets a real Prometheus alert on a skewed cluster, and resolves it after a balance', async context => {
		const programs = await findPrometheus();
		if (typeof programs === 'string') {
			context.skip(programs);
			return;
		}

		await exporter.whenLive();
		const metrics = await (await fetch(exporter.page('/metrics'))).text();
		const lint = spawnSync(programs.promtool, ['check', 'metrics'], {input: metrics});
		expect({status: lint.status, said: lint.stderr.toString()}).toEqual({status: 0, said: ''});
		const checked = spawnSync(programs.promtool, ['check', 'rules', `${docs}/alerts.yml`]);
		expect(checked.status).toBe(0);

		const prometheus = await startPrometheus(programs.prometheus, {
			target: new URL(exporter.page('/')).host,
			// At once, instead of after the minutes in which things may settle by themselves.
			rules: alertRules.replaceAll(/^ +for: .*\n/gm, ''),
		});
		const untilAlerts = async (wanted: (names: readonly string[]) => boolean) =>
			pollUntil(
				async () => {
					const names = (await prometheus.alerts()).map(
						({state, labels}) => `${labels['alertname'] ?? ''} ${labels['server'] ?? ''} ${state}`,
					);
					return {found: names, missing: wanted(names) ? [] : [names.join(', ')]};
				},
				{what: 'The alerts are others', timeoutMs: 40_000},
			);
		try {
			const skewed = `JetStreamSkewedAfterRestart ${restarted} firing`;
			await untilAlerts(names => names.includes(skewed));
			expect(await prometheus.query('leadertop_server_leaders_ratio < 0.5')).toEqual([0]);

			const balanced = await runCli(
				[
					'balance',
					'--yes',
					'--server',
					cluster.systemUrl,
					...['SHOP', 'PAY'].flatMap(name => ['--act-as', cluster.url(name)]),
				],
				{env: {...env, XDG_STATE_HOME: cluster.folder}},
			);
			expect(balanced).toMatchObject({exitCode: 0});
			await untilAlerts(names => names.length === 0);
			const asked = await prometheus.query('leadertop_step_downs_total{by="leadertop"}');
			expect(asked[0]).toBeGreaterThan(0);
			expect(await prometheus.query('leadertop_without_leader_seconds_count')).toEqual(asked);
		} finally {
			await prometheus.stop();
		}
	});

	it('says in one line that its port is in use', async () => {
		const {host} = new URL(exporter.page('/'));
		const second = await runCli(['exporter', '--server', cluster.systemUrl, '--listen', host], {
			env,
		});
		expect(second).toMatchObject({exitCode: 2, stdout: ''});
		expect(second.stderr).toMatch(/^leadertop: --listen: 127\.0\.0\.1:\d+ is in use; [^\n]+\n$/);
	});

	it.each(['SIGTERM', 'SIGINT'] as const)('ends cleanly on %s', async signal => {
		const other = await startExporter(['--server', cluster.systemUrl]);
		await other.whenLive();
		expect(await other.stop(signal)).toBe(0);
		expect(other.said()).toMatch(/^leadertop: serving http:\/\/127\.0\.0\.1:\d+\/metrics\n$/);
	});
});

it('leaves out what is not about now while there is no connection, and counts on when it is back', async () => {
	const cluster = await startTestCluster({servers: 1});
	const exporter = await startExporter(['--server', cluster.systemUrl]);
	try {
		const hasServer = (series: ReadonlyMap<string, number>) =>
			[...series].some(([key, up]) => key.startsWith('leadertop_server_up{') && up === 1);
		await exporter.until(hasServer);
		await cluster.stopServer('n1');
		const dark = await exporter.until(series => series.get('leadertop_view_live{}') === 0);
		expect(dark.get('leadertop_check_status{}')).toBe(3);
		expect([...dark.keys()].filter(key => key.startsWith('leadertop_server_'))).toEqual([]);
		expect([...dark.keys()].join()).toContain('leadertop_elections_total{');
		const health = await fetch(exporter.page('/healthz'));
		expect(health.status).toBe(503);
		expect(await health.text()).toMatch(/^no connection since .*\n$/);
		await cluster.startServer('n1');
		await exporter.until(hasServer);
		expect((await fetch(exporter.page('/healthz'))).status).toBe(200);
	} finally {
		await exporter.stop();
		await cluster.stop();
	}
});

describe('leadertop exporter, before it can see anything,', () => {
	it('goes on trying, and says so where it is asked', async () => {
		const exporter = await startExporter(['--server', '127.0.0.1:1']);
		try {
			const series = await exporter.until(found => found.get('leadertop_view_live{}') === 0);
			expect(series.get('leadertop_check_status{}')).toBe(3);
			expect((await fetch(exporter.page('/healthz'))).status).toBe(503);
			expect((await fetch(exporter.page('/metrics'), {method: 'POST'})).status).toBe(405);
			expect((await fetch(exporter.page('/nowhere'))).status).toBe(404);
		} finally {
			await exporter.stop();
		}

		expect(exporter.said()).toMatch(
			/\nleadertop: cannot connect to 127\.0\.0\.1:1: .*; trying again\n$/,
		);
	});

	it('refuses an address that is none', async () => {
		const refused = await runCli(['exporter', '--listen', 'here'], {env});
		expect(refused).toMatchObject({exitCode: 2});
		expect(refused.stderr).toMatch(/^leadertop: --listen takes HOST:PORT/);
	});
});

it('names in its rules and its dashboard only metrics that it has', () => {
	const source = ['exporter/exporter', 'exporter/election-meter', 'report/check/check-prometheus']
		.map(file => readFileSync(path.join(docs, `../../source/${file}.ts`), 'utf8'))
		.join('\n');
	const dashboard = readFileSync(path.join(docs, 'dashboard.json'), 'utf8');
	expect(JSON.parse(dashboard)).toMatchObject({uid: 'leadertop'});
	const named = `${alertRules} ${dashboard}`.match(/leadertop_[a-z\d_]+/g) ?? [];
	const unknown = [...new Set(named)]
		.map(name => name.replace(/^leadertop_/, '').replace(/_bucket$/, ''))
		.filter(name => !source.includes(`${name}'`));
	expect(unknown).toEqual([]);
});

/** An exporter on a free port, with what it says. */
async function startExporter(args: readonly string[]) {
	const [port = 0] = await freePorts(1);
	const child = spawn(
		process.execPath,
		[cliFile, 'exporter', '--listen', `127.0.0.1:${port}`, '--interval', '500ms', ...args],
		{env: {PATH: process.env['PATH'] ?? '', ...env}, stdio: ['ignore', 'ignore', 'pipe']},
	);
	let said = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
	const ended = once(child, 'close');
	const page = (name: string) => `http://127.0.0.1:${port}${name}`;

	async function until(wanted: (series: ReadonlyMap<string, number>) => boolean) {
		return pollUntil(
			async () => {
				const response = await fetch(page('/metrics'));
				const found = parsePrometheus(await response.text());
				return {found, missing: wanted(found) ? [] : ['the wanted figures']};
			},
			{what: `The exporter does not serve, after ${said}`, timeoutMs: 40_000},
		);
	}

	await until(() => true);
	return {
		page,
		until,
		whenLive: async () =>
			until(
				series =>
					series.get('leadertop_view_live{}') === 1 && series.has('leadertop_groups{cluster=demo}'),
			),
		said: () => said,
		/** Resolves with the exit code. */
		async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<unknown> {
			child.kill(signal);
			const [code] = (await ended) as [unknown];
			return code;
		},
	};
}
