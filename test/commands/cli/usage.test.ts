import {describe, expect, it} from 'vitest';
import {runCli} from '../../support/run-cli.ts';

describe('a command line that cannot be meant', () => {
	it.each([
		[['help', 'repot'], "there is no command 'repot' (did you mean report?); the commands are"],
		[['zzz'], "there is no command 'zzz'; the commands are"],
		[['report', '--domain', 'hub'], 'there is no flag --domain (did you mean --js-domain?); see'],
		[['report', '--serve', 'n1'], 'there is no flag --serve (did you mean --server?); see'],
		[['report', '--zzz'], 'there is no flag --zzz; see --help'],
		[['report', '-z'], 'there is no flag -z; see --help'],
		[['report', '-S', 'n1'], 'there is no flag -S; see --help'],
		[['report', '--z'], 'there is no flag --z; see --help'],
		[['report', '--tls-first', '--user', ''], '--user needs a value'],
		[['report', '--timeout', 'soon'], '--timeout takes a duration'],
		[['report', '--server', 'n1:65536'], '--server: the port is out of range'],
		[['demo', '--scenario', 'even'], '--scenario needs --simulated'],
		[['demo', '--seed', '7'], '--seed needs --simulated'],
		[['balance', '--max-per-hour', '3', '--yes'], '--max-per-hour needs --keep'],
		[['balance', '--rest', '1h', '--yes'], '--rest needs --keep'],
		[['balance', '--keep', '--by', 'load'], '--by load does not go with it'],
		[['balance', '--keep', '--dry-run'], '--keep goes neither with --dry-run'],
		[['balance', '--kind', 'stream', '--kind', 'consumer'], '--kind can only be set once'],
		[['report', '--act-as'], '--act-as needs a value'],
		[['report', '--act-as', '--json'], '--act-as needs a value'],
		[['report', '--password'], '--password needs a value'],
		[['report', '--password', '--json'], '--password needs a value'],
		[['report', '--user', ''], '--user needs a value'],
	])('%j is refused', async (args, reason) => {
		const {exitCode, stdout, stderr} = await runCli(args);

		expect(stderr).toContain(reason);
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect(stdout).toBe('');
		expect(exitCode).toBe(2);
	});
});

it('blames the variable for a value that came from it', async () => {
	const env = {NATS_TIMEOUT: 'soon'};
	const {exitCode, stderr} = await runCli(['report'], {env});
	expect(stderr).toBe(
		'leadertop: NATS_TIMEOUT takes a duration such as 500ms, 2s or 1m30s, from 1 ms to 86400 s\n',
	);
	expect(exitCode).toBe(2);
	expect((await runCli(['report', '--timeout', 'later'], {env})).stderr).toContain(
		'--timeout takes',
	);
});

it('explains the command that help is asked for, and only that', async () => {
	const {stdout} = await runCli(['help', 'report']);

	expect(stdout).toMatch(/^Usage: leadertop report \[flags\]/);
	expect((await runCli(['report', '--help'])).stdout).toBe(stdout);
	expect((await runCli(['--help'])).stdout).toMatch(/^leadertop: top for JetStream leadership/);
});

it('helps on one screen of 80x24, and says what each command is for', async () => {
	const {stdout} = await runCli(['--help']);
	const lines = stdout.trimEnd().split('\n');
	expect(lines.length).toBeLessThan(24);
	expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(80);
	expect((await runCli(['help'])).stdout).toBe(stdout);
});

it.each([40, 80, 200])('wraps the help of a command to %i columns, in groups', async columns => {
	const env = {COLUMNS: String(columns)};
	const {stdout} = await runCli(['help', 'balance'], {env});
	const titles = stdout.split('\n').filter(line => /^[A-Z]\w+:$/.test(line));
	expect(titles).toEqual(['Flags:', 'Watching:', 'Acting:', 'Connection:', 'TLS:', 'Help:']);
	expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(columns);
});

it('has its version as a command, too', async () => {
	const {stdout} = await runCli(['version']);
	expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	expect((await runCli(['--version'])).stdout).toBe(stdout);
});
