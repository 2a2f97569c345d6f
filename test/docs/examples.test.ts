import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {cliFile} from '../support/cli-file.ts';
import {startTestCluster} from '../support/with-cluster.ts';

const root = path.join(import.meta.dirname, '../..');

/** The pages whose shell examples run as they stand, on a cluster of n1, n2 and n3. */
const pages = ['readme.md', 'docs/check.md'];

let cluster: LocalCluster;
let home: string;

beforeAll(async () => {
	cluster = await startTestCluster();
	home = await mkdtemp(path.join(os.tmpdir(), 'leadertop-examples-'));
	await createStreams();
	await writeContexts();
	await writeProgram('leadertop', `exec '${process.execPath}' '${cliFile}' "$@"`);
	await writeProgram('ssh', 'exit 0');
});

afterAll(async () => {
	await cluster?.stop();
	if (home) {
		await rm(home, {recursive: true, force: true});
	}
});

it.each(pages)(
	'%s has examples that work',
	async page => {
		const lines = examplesIn(await readFile(path.join(root, page), 'utf8'));
		expect(lines.length).toBeGreaterThan(1);
		for (const line of lines) {
			const {code, stdout, stderr} = await runLine(line);
			// What asks first only plans where there is no terminal.
			const isFine = code === 0 || stderr.includes('planned only');
			expect(isFine, `${line}\nexit code ${code}\n${stdout}${stderr}`).toBe(true);
		}
	},
	180_000,
);

/** Command lines of leadertop in blocks of shell, and behind a prompt in blocks with their output. */
function examplesIn(text: string): readonly string[] {
	return [...text.matchAll(/```(sh)?\n([^]*?)```/g)].flatMap(([, language, block = '']) =>
		block
			.split('\n')
			.filter(line => language === 'sh' || line.startsWith('$ '))
			.map(line => line.replace(/^\$ /, ''))
			.filter(line => line.startsWith('leadertop')),
	);
}

type LineResult = {readonly code: number; readonly stdout: string; readonly stderr: string};

/** As a user does whose selected context is one of the system account, with contexts for acting in the settings. */
async function runLine(line: string): Promise<LineResult> {
	const [url = ''] = cluster.systemUrl.split(',');
	const command = line.replace('nats://sys:PASSWORD@n1.example:4222', url);
	const {PATH = ''} = process.env;
	const env = {
		PATH: `${path.join(home, 'bin')}${path.delimiter}${PATH}`,
		HOME: home,
		LANG: 'C.UTF-8',
		LEADERTOP_ACT_AS: `SHOP=${cluster.url('SHOP')} PAY=${cluster.url('PAY')}`,
	};
	return new Promise(resolve => {
		execFile('bash', ['-c', command], {env, cwd: home}, (error, stdout, stderr) => {
			resolve({code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr});
		});
	});
}

async function writeContexts(): Promise<void> {
	const folder = path.join(home, '.config/nats');
	await mkdir(path.join(folder, 'context'), {recursive: true});
	await writeFile(path.join(folder, 'context.txt'), 'system');
	const urls = {system: cluster.systemUrl, shop: cluster.url('SHOP'), pay: cluster.url('PAY')};
	for (const [name, url] of Object.entries(urls)) {
		await writeFile(path.join(folder, 'context', `${name}.json`), JSON.stringify({url}));
	}
}

async function writeProgram(name: string, text: string): Promise<void> {
	await mkdir(path.join(home, 'bin'), {recursive: true});
	await writeFile(path.join(home, 'bin', name), `#!/bin/sh\n${text}\n`, {mode: 0o755});
}

async function createStreams(): Promise<void> {
	const shop = await cluster.connect('SHOP');
	for (const name of ['ORDERS', 'CARTS', 'STOCK', 'PRICES']) {
		const stream = {name, subjects: [name], num_replicas: 3, storage: 'memory'};
		await shop.request(`$JS.API.STREAM.CREATE.${name}`, JSON.stringify(stream), {timeout: 5000});
	}

	await shop.close();
}
