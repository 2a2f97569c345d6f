import {describe, expect, it} from 'vitest';
import {runCli} from '../../support/run-cli.ts';

describe('a command line that cannot be meant', () => {
	it.each([
		[['help', 'repot'], "there is no command 'repot'"],
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

it('explains the command that help is asked for, and only that', async () => {
	const {stdout} = await runCli(['help', 'report']);

	expect(stdout).toMatch(/^Usage: leadertop report \[flags\]/);
	expect((await runCli(['report', '--help'])).stdout).toBe(stdout);
	expect((await runCli(['--help'])).stdout).toMatch(/^leadertop: top for JetStream leadership/);
});
