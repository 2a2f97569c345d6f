import process from 'node:process';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';

const ascii = /^[\n -~]+$/;

describe('what is drawn', () => {
	let cluster: LocalCluster;

	beforeAll(async () => {
		cluster = await startTestCluster({});
		await createAssets(cluster, {streams: 6, consumersPerStream: 1});
	});

	afterAll(async () => {
		await cluster?.stop();
	});

	const system = () => ({
		NATS_URL: cluster.systemUrl,
		XDG_CONFIG_HOME: path.join(cluster.folder, 'config'),
		XDG_STATE_HOME: path.join(cluster.folder, 'state'),
	});

	it.each([
		['report', '--groups'],
		['balance', '--dry-run'],
		['drain', 'n1', '--dry-run'],
	])('by %s %s has lines and arrows where the locale has UTF-8, else ASCII', async (...args) => {
		const drawn = await Promise.all([
			runCli(args, {env: system()}),
			runCli(args, {env: {...system(), LANG: 'C'}}),
			runCli(args, {env: {...system(), LANG: 'ja_JP.UTF-8', TERM: 'xterm'}}),
			runCli([...args, '--ascii'], {env: system()}),
		]);

		const [unicode, ...others] = drawn.map(({stdout}) => stdout);
		expect(unicode).not.toMatch(ascii);
		for (const other of others) {
			expect(other).toMatch(ascii);
			expect(other.replaceAll(/(STOP|HOT)\?/g, '')).not.toContain('?');
		}
	});

	it('by check is ASCII, too, but for its data formats', async () => {
		const [text, json] = await Promise.all(
			['text', 'json'].map(async format =>
				runCli(['check', '--format', format, '--cluster', 'Grüße'], {
					env: {...system(), LANG: 'C'},
				}),
			),
		);
		expect(text?.stdout).toMatch(/Gr\?\?e/);
		expect(json?.stdout).toContain('Grüße');
	});
});

it.each([['watch'], ['report'], ['check'], ['balance'], ['drain'], ['replay'], ['demo']])(
	'%s --help says what --ascii does',
	async command => {
		const {stdout} = await runCli([command, '--help']);
		expect(stdout).toMatch(/--ascii +ASCII characters/);
	},
);

it.each([
	[
		undefined,
		/^leadertop: no live screen, a report instead: TERM is not set; set it to the kind of your/,
	],
	['dumb', /^leadertop: no live screen, a report instead: TERM=dumb: this terminal cannot/],
])('with TERM %s says in one line why there is no live screen', async (TERM, reason) => {
	const pty = openPty({
		command: 'env',
		args: [
			...(TERM === undefined ? ['-u', 'TERM'] : [`TERM=${TERM}`]),
			process.execPath,
			cliFile,
			'demo',
			'--simulated',
		],
		columns: 200,
	});
	try {
		expect((await pty.exited).exitCode).toBe(0);
		expect(pty.history()[0]).toMatch(reason);
		expect(pty.history()[1]).toMatch(/^SIMULATED/);
	} finally {
		await pty.close();
	}
});

it('says nothing of a screen to whoever wants a report in a file', async () => {
	const {stdout, stderr} = await runCli(['demo', '--simulated'], {env: {TERM: ''}});
	expect(stdout).toMatch(/^SIMULATED/);
	expect(stderr).toBe('');
});
