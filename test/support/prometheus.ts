import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {access, constants, mkdir, mkdtemp, rename, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {findMirror, isolateApt} from '../../source/demo/debian-package.ts';
import {pollUntil} from '../../source/demo/poll-until.ts';
import {runCommand} from '../../source/demo/server-version.ts';
import {freePorts} from '../../source/demo/start-cluster.ts';

/** Where the programs of a real Prometheus are. */
export type PrometheusPrograms = {readonly prometheus: string; readonly promtool: string};

/** Those on the PATH, in the cache, or out of Debian's package; the reason in words where there are none. */
export async function findPrometheus(): Promise<PrometheusPrograms | string> {
	const {env} = process;
	const cache = path.join(envPaths('leadertop', {suffix: ''}).cache, 'prometheus');
	const folders = [...(env['PATH'] ?? '').split(path.delimiter), path.join(cache, 'usr/bin')];
	const inFolder = async (folder: string) => {
		const found = {
			prometheus: path.join(folder, 'prometheus'),
			promtool: path.join(folder, 'promtool'),
		};
		await Promise.all(Object.values(found).map(async file => access(file, constants.X_OK)));
		return found;
	};
	for (const folder of folders) {
		const found = await inFolder(folder).catch(() => undefined);
		if (found) {
			return found;
		}
	}

	try {
		await fetchPackage(cache);
		return await inFolder(path.join(cache, 'usr/bin'));
	} catch (error) {
		return `no Prometheus on the PATH, and none from Debian: ${String(error)}`;
	}
}

const fetchMs = 120_000;

async function fetchPackage(cache: string): Promise<void> {
	await mkdir(path.dirname(cache), {recursive: true});
	const scratch = await mkdtemp(path.join(path.dirname(cache), 'new-'));
	try {
		const signal = AbortSignal.timeout(fetchMs);
		const world = {env: process.env, signal};
		const env = await isolateApt(scratch, await findMirror(world), 'bookworm', world);
		const apt = {env, signal, cwd: scratch};
		await runCommand('apt-get', ['update'], apt);
		await runCommand('apt-get', ['download', 'prometheus'], apt);
		await runCommand('sh', ['-c', 'dpkg-deb -x prometheus_*.deb unpacked'], apt);
		await rename(path.join(scratch, 'unpacked'), cache);
	} finally {
		await rm(scratch, {recursive: true, force: true});
	}
}

/** An alert as Prometheus has it now. */
export type Alert = {
	readonly state: 'pending' | 'firing';
	readonly labels: Readonly<Record<string, string>>;
};

export type RunningPrometheus = {
	readonly alerts: () => Promise<readonly Alert[]>;
	/** The values that a query has now. */
	readonly query: (query: string) => Promise<readonly number[]>;
	readonly stop: () => Promise<void>;
};

/**
 * A Prometheus that scrapes one target each second.
 * @param rules the text of a file of rules, evaluated each second
 */
export async function startPrometheus(
	program: string,
	{target, rules}: {readonly target: string; readonly rules: string},
): Promise<RunningPrometheus> {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-prometheus-'));
	const [port = 0] = await freePorts(1);
	await writeFile(path.join(folder, 'rules.yml'), rules);
	await writeFile(
		path.join(folder, 'prometheus.yml'),
		[
			'global: {scrape_interval: 1s, evaluation_interval: 1s}',
			'rule_files: [rules.yml]',
			'scrape_configs:',
			`  - {job_name: leadertop, static_configs: [{targets: ['${target}']}]}`,
			'',
		].join('\n'),
	);
	const child = spawn(
		program,
		[
			'--config.file=prometheus.yml',
			'--storage.tsdb.path=data',
			`--web.listen-address=127.0.0.1:${port}`,
			'--log.level=error',
		],
		{cwd: folder, stdio: 'ignore'},
	);
	const ended = once(child, 'close');
	const ask = async (page: string): Promise<unknown> => {
		const response = await fetch(`http://127.0.0.1:${port}${page}`);
		return response.json();
	};
	const stop = async () => {
		child.kill('SIGKILL');
		await ended;
		await rm(folder, {recursive: true, force: true});
	};
	try {
		await pollUntil(
			async () => {
				const {ok} = await fetch(`http://127.0.0.1:${port}/-/ready`);
				return {found: undefined, missing: ok ? [] : ['/-/ready']};
			},
			{what: 'Prometheus is not ready', timeoutMs: 30_000},
		);
	} catch (error) {
		await stop();
		throw error;
	}

	return {
		async alerts() {
			const {data} = (await ask('/api/v1/alerts')) as {data: {alerts: readonly Alert[]}};
			return data.alerts;
		},
		async query(query) {
			const {data} = (await ask(`/api/v1/query?query=${encodeURIComponent(query)}`)) as {
				data: {result: readonly {value: readonly [number, string]}[]};
			};
			return data.result.map(({value}) => Number(value[1]));
		},
		stop,
	};
}
