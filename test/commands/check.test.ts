import {spawn} from 'node:child_process';
import {chmod, mkdtemp, readdir, readFile, rm, stat} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {countLeaders} from '../../source/demo/count-leaders.ts';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {parseNagios} from '../report/check/parse-nagios.ts';
import {parsePrometheus} from '../report/check/parse-prometheus.ts';
import {cliFile} from '../support/cli-file.ts';
import {runCli} from '../support/run-cli.ts';
import {runTraced, screenPackages} from '../support/run-traced.ts';
import {startTestCluster} from '../support/with-cluster.ts';

let folder: string;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-check-'));
});

afterAll(async () => {
	await rm(folder, {recursive: true, force: true});
});

/** Node 20 finds a deadline that nobody holds after some ten seconds without it. */
const collectGarbage = `
	import {setFlagsFromString} from 'node:v8';
	import {runInNewContext} from 'node:vm';
	setFlagsFromString('--expose-gc');
	setInterval(runInNewContext('gc'), 50).unref();
`;

const env = () => ({XDG_CONFIG_HOME: folder});

/** Where the new leaders happen to be does not matter here. */
const anySkew = ['--warn-ratio', '100'];

describe('leadertop check', () => {
	let cluster: LocalCluster;

	beforeAll(async () => {
		cluster = await startTestCluster();
		await createAssets(cluster, {streams: 8, consumersPerStream: 1});
	});

	afterAll(async () => {
		await cluster?.stop();
	});

	it('says OK in every format, and loads nothing of the screen for it', async () => {
		const [text, nagios, json, prometheus] = await Promise.all(
			['text', 'nagios', 'json', 'prometheus'].map(async format =>
				check(['--expect', '3', ...anySkew, '--format', format]),
			),
		);
		for (const each of [text, nagios, json, prometheus]) {
			expect(each).toMatchObject({exitCode: 0, stderr: ''});
		}

		const system = await cluster.connect('SYS');
		const truth = await countLeaders(system, ['n1', 'n2', 'n3']);
		await system.close();
		const series = parsePrometheus(prometheus?.stdout ?? '');
		const {figures} = parseNagios(nagios?.stdout ?? '');
		const {clusters} = JSON.parse(json?.stdout ?? '') as {
			readonly clusters: readonly {readonly groups: number; readonly metaLeader: string}[];
		};
		expect(text?.stdout).toMatch(/^OK: JetStream is up on 3 of 3 expected servers; /);
		expect(clusters[0]).toMatchObject({groups: truth.groups, metaLeader: truth.metaLeader});
		for (const [server, leaders] of truth.leaders) {
			expect(figures.get(`leaders ${server}`)?.[0]).toBe(String(leaders));
			expect(series.get(`leadertop_server_leaders{cluster=demo,server=${server}}`)).toBe(leaders);
		}

		const {packages} = await runTraced(['check', '--server', cluster.systemUrl], env());
		for (const name of screenPackages) {
			expect(packages).not.toContain(name);
		}
	});

	it('is OK after a restart no sooner than every replica is current, and until then CRITICAL', async () => {
		const before = await check(['--ok-to-stop', 'n1']);
		expect(before).toMatchObject({exitCode: 0, stderr: ''});
		expect(before.stdout).toMatch(/^OK: n1 may stop/);

		await cluster.stopServer('n3');
		const late = await check(['--wait', '3s', '--expect', '3', ...anySkew, '--format', 'json']);
		expect(late.exitCode).toBe(2);
		expect(JSON.parse(late.stdout)).toMatchObject({status: 'CRITICAL', code: 2});
		const stop = await check(['--ok-to-stop', 'n1', '--format', 'nagios']);
		expect(stop.exitCode).toBe(2);
		expect(parseNagios(stop.stdout).text).toMatch(/^n1 must not stop now: .*on n3/);

		const file = path.join(folder, 'check.prom');
		const waiting = begin([
			'--wait',
			'60s',
			'--expect',
			'3',
			...anySkew,
			'--outfile',
			file,
			'--format',
			'prometheus',
		]);
		await waiting.until(/after .* CRITICAL: JetStream is up on 2 of 3 expected servers/);
		await expect(stat(file)).rejects.toMatchObject({code: 'ENOENT'});
		const started = cluster.startServer('n3');
		expect(await waiting.ended).toBe(0);
		const system = await cluster.connect('SYS');
		const truth = await countLeaders(system, ['n1', 'n2', 'n3']);
		await system.close();
		expect(truth.settled).toBe(truth.groups);
		await started;

		expect((await stat(file)).mode & 0o777).toBe(0o644);
		const series = parsePrometheus(await readFile(file, 'utf8'));
		expect(series.get('leadertop_check_status{}')).toBe(0);
		expect(series.get('leadertop_servers_up{cluster=demo}')).toBe(3);
		expect((await readdir(folder)).filter(name => name.startsWith('.check'))).toEqual([]);
	});

	it('of one account does not guess what it cannot see', async () => {
		const asShop = ['--server', cluster.url('SHOP'), ...anySkew];
		const plain = await runCli(['check', ...asShop], {env: env()});
		expect(plain.exitCode).toBe(0);
		expect(plain.stdout).toContain(
			'account SHOP only: servers and the meta group cannot be checked',
		);
		const stop = await runCli(['check', ...asShop, '--ok-to-stop', 'n1'], {env: env()});
		expect(stop.exitCode).toBe(3);
		expect(stop.stdout).toMatch(/^UNKNOWN: unknown whether n1 may stop: only one account is seen/);
	});

	async function check(args: readonly string[]) {
		return runCli(['check', '--server', cluster.systemUrl, ...args], {env: env()});
	}

	/** A check that goes on while the test does. */
	function begin(args: readonly string[]) {
		const {PATH = ''} = process.env;
		const child = spawn(
			process.execPath,
			[cliFile, 'check', '--server', cluster.systemUrl, ...args],
			{
				env: {PATH, ...env()},
				stdio: ['ignore', 'pipe', 'pipe'],
			},
		);
		let told = '';
		const ended = new Promise<number | null>(resolve => {
			child.on('close', resolve);
		});
		return {
			ended,
			until: async (wanted: RegExp) =>
				new Promise<void>((resolve, reject) => {
					const look = (more: string) => {
						told += more;
						if (wanted.test(told)) {
							resolve();
						}
					};
					child.stderr.setEncoding('utf8').on('data', look);
					child.on('close', code => {
						reject(new Error(`ended with ${code}: ${told}`));
					});
				}),
		};
	}
});

describe('leadertop check, where it cannot check,', () => {
	const nowhere = ['--no-context', '--server', '127.0.0.1:1'];

	it.each([
		['text', /^UNKNOWN: cannot connect to 127\.0\.0\.1:1: [^\n]+\n$/],
		['nagios', /^LEADERTOP UNKNOWN - cannot connect to 127\.0\.0\.1:1: [^\n]+\n$/],
	])('says so in one line as %s', async (format, line) => {
		const result = await runCli(['check', ...nowhere, '--format', format], {env: env()});
		expect(result.stdout).toMatch(line);
		expect(result).toMatchObject({exitCode: 3, stderr: ''});
	});

	it('tries again while it waits, and writes UNKNOWN over an older result', async () => {
		const file = path.join(folder, 'nowhere.prom');
		const args = ['check', ...nowhere, '--format', 'prometheus', '--outfile', file];
		expect(await runCli(args, {env: env()})).toMatchObject({exitCode: 0, stdout: '', stderr: ''});
		expect(parsePrometheus(await readFile(file, 'utf8')).get('leadertop_check_status{}')).toBe(3);
		expect((await stat(file)).mode & 0o777).toBe(0o644);
		await chmod(file, 0o640);
		await runCli(args, {env: env()});
		expect((await stat(file)).mode & 0o777).toBe(0o640);
		await runCli([...args, '--outfile-mode', '600'], {env: env()});
		expect((await stat(file)).mode & 0o777).toBe(0o600);

		const waited = await runCli([...args, '--wait', '1500ms'], {env: env()});
		expect(waited).toMatchObject({exitCode: 3, stdout: ''});
		expect(waited.stderr).toMatch(/^leadertop: after \S+ m?s UNKNOWN: cannot connect to /);
	});

	it('waits as long as it was asked to, however often garbage is collected', async () => {
		const collecting = `data:text/javascript,${encodeURIComponent(collectGarbage)}`;
		const result = await runCli(['check', ...nowhere, '--wait', '2s'], {
			env: {...env(), NODE_OPTIONS: `--import=${collecting}`},
		});
		expect(result.stdout).toMatch(/^UNKNOWN: cannot connect to /);
		expect(result.exitCode).toBe(3);
	});

	it.each([
		['an unknown format', ['--format', 'xml'], /--format takes text, nagios, json, prometheus/],
		['a ratio out of bounds', ['--warn-ratio', '0.5'], /--warn-ratio takes a number from 1/],
		[
			'ratios the wrong way round',
			['--warn-ratio', '3', '--critical-ratio', '2'],
			/must not be below/,
		],
		['half a server', ['--expect', '2.5'], /--expect takes a whole number/],
		[
			'no permissions',
			['--outfile', 'x', '--outfile-mode', 'rw'],
			/--outfile-mode takes permissions in octal/,
		],
		['permissions of no file', ['--outfile-mode', '600'], /--outfile-mode needs --outfile/],
		['no duration', ['--wait', 'long'], /--wait takes a duration/],
		['a flag that is not there', ['--ok', 'n1'], /there is no flag --ok/],
		['a context that is not there', ['--context', 'prod'], /prod/],
		[
			'a folder that is not there',
			[...nowhere, '--outfile', '/nowhere/x'],
			/cannot be written to \/nowhere\/x/,
		],
	])('takes %s for UNKNOWN, not for CRITICAL', async (_, args, message) => {
		const result = await runCli(['check', ...args], {env: env()});
		expect(result.stderr).toMatch(message);
		expect(result.stderr.trim().split('\n')).toHaveLength(1);
		expect(result).toMatchObject({exitCode: 3, stdout: ''});
	});
});
