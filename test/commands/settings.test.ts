import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {runCli} from '../support/run-cli.ts';

let folder: string;
let file: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(os.tmpdir(), 'leadertop-settings-'));
	file = path.join(folder, 'leadertop', 'config.json');
	mkdirSync(path.dirname(file));
});

afterEach(() => {
	rmSync(folder, {recursive: true, force: true});
});

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
	return runCli(args, {env: {XDG_CONFIG_HOME: folder, ...env}});
}

function settings(value: unknown): void {
	writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
}

/** The server of the simulated cluster that leads most has 1.5x the average: whether it is hot is up to the threshold. */
async function hotspots(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
	const {stdout, stderr} = await run(['demo', '--simulated', ...args], env);
	expect(stderr).toBe('');
	return stdout.includes('HOT');
}

describe('settings', () => {
	it('count in this order: flag, variable, the part of the command, the file', async () => {
		expect(await hotspots(['--threshold', '1.1'])).toBe(true);
		settings({threshold: 1.1});
		expect(await hotspots([])).toBe(true);
		settings({threshold: 1.1, demo: {threshold: 9}});
		expect(await hotspots([])).toBe(false);
		const env = {LEADERTOP_THRESHOLD: '1.1'};
		expect(await hotspots([], env)).toBe(true);
		expect(await hotspots(['--threshold', '9'], env)).toBe(false);
		settings({ascii: true});
		expect((await run(['demo', '--simulated'])).stdout).toMatch(/^[\0-~]+$/);
		const plain = ['demo', '--simulated', '--no-ascii'];
		expect((await run(plain, {LANG: 'C.UTF-8'})).stdout).toMatch(/[^\0-~]/);
	});

	it('count for flags that may be given several times, too', async () => {
		const args = ['report', '--no-context', '--server', '127.0.0.1:1'];
		settings({'act-as': ['nowhere']});
		expect((await run(args)).stderr).toContain('nowhere');
		const env = {LEADERTOP_ACT_AS: 'one two'};
		expect((await run(args, env)).stderr).toMatch(/\b(one|two)\b/);
		expect((await run([...args, '--act-as', 'mine'], env)).stderr).toContain('mine');
	});

	it('are shown with where they come from, and nothing secret', async () => {
		expect((await run(['config'])).stdout).toBe(
			`settings file: ${file} (not there)\nNothing is set: all flags have their defaults\n`,
		);
		settings({
			threshold: 1.3,
			'act-as': ['shop', 'PAY=nats://pay:geheim@n1'],
			balance: {tolerance: '5%'},
		});
		const env = {
			LEADERTOP_READ_ONLY: '1',
			LEADERTOP_INTERVAL: '2s',
			NATS_PASSWORD: 'geheim',
			NATS_URL: 'nats://sys:geheim@n1',
			NATS_CONTEXT: 'prod',
		};
		const {stdout, exitCode} = await run(['config'], env);
		expect(exitCode).toBe(0);
		expect(stdout).not.toContain('geheim');
		const rows = stdout.split('\n').map(line => line.trim().split(/ {2,}/));
		expect(rows).toContainEqual(['threshold', '1.3', `threshold in ${file}`]);
		expect(rows).toContainEqual(['act-as', 'shop PAY=nats://n1', `act-as in ${file}`]);
		expect(rows).toContainEqual(['balance tolerance', '5%', `balance.tolerance in ${file}`]);
		expect(rows).toContainEqual(['read-only', 'true', 'LEADERTOP_READ_ONLY']);
		expect(rows).toContainEqual(['interval', '2s', 'LEADERTOP_INTERVAL']);
		expect(rows).toContainEqual(['context', 'prod', 'NATS_CONTEXT']);
		expect(rows).toContainEqual(['password', '(not shown)', 'NATS_PASSWORD']);
		const json = JSON.parse((await run(['config', '--json'], env)).stdout) as unknown;
		expect(json).toMatchObject({file, exists: true});
	});

	it('pass over what means nothing without another flag', async () => {
		settings({'record-size': '1MB', demo: {seed: 7}});
		const {exitCode, stderr} = await run(['balance', '--no-context', '--server', '127.0.0.1:1'], {
			LEADERTOP_MAX_PER_HOUR: '3',
		});
		expect(exitCode).toBe(3);
		expect(stderr).toContain('cannot connect to 127.0.0.1:1');
	});

	it.each([
		[{treshold: 1.3}, 'there is no setting treshold (did you mean threshold?)'],
		[{balence: {}}, 'there is no setting balence (did you mean balance?)'],
		[{balance: {tolerence: 1}}, 'there is no setting balance.tolerence (did you mean tolerance?)'],
		[{threshold: true}, 'takes a number'],
		[{threshold: 1000}, 'threshold in FILE takes a number from 1 to 100'],
		[{ascii: 'yes'}, 'ascii in FILE takes true or false'],
		[{yes: true}, 'it is no setting, give --yes each time'],
		[{password: 'geheim'}, 'it belongs into a context of the nats CLI'],
		[{server: 'nats://n1'}, 'it belongs into a context of the nats CLI'],
		[{servers: 3}, 'servers means different things to roll and demo'],
		['{"threshold": 1.3', 'FILE is no JSON'],
		['[]', 'the whole takes an object'],
	])('%j are refused in one line', async (value, reason) => {
		settings(value);
		const {exitCode, stderr, stdout} = await run(['demo', '--simulated']);
		expect(stderr).toContain(reason.replace('FILE', file));
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect(stderr).not.toContain('geheim');
		expect(stdout).toBe('');
		expect(exitCode).toBe(2);
		expect((await run(['help'])).exitCode).toBe(0);
		expect((await run(['completion', 'bash'])).exitCode).toBe(0);
	});

	it('blame the variable for a wrong value, and never act by one', async () => {
		expect((await run(['demo', '--simulated'], {LEADERTOP_THRESHOLD: 'hot'})).stderr).toBe(
			'leadertop: LEADERTOP_THRESHOLD takes a number from 1 to 100\n',
		);
		expect((await run(['demo', '--simulated'], {LEADERTOP_ASCII: 'perhaps'})).stderr).toBe(
			'leadertop: LEADERTOP_ASCII takes 1 or 0\n',
		);
		expect((await run(['config'], {LEADERTOP_YES: '1'})).stdout).toContain('Nothing is set');
	});
});
