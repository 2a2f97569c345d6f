import {describe, expect, it} from 'vitest';
import {runCli} from '../../support/run-cli.ts';

describe('a command line that cannot be meant', () => {
	it.each([
		[['help', 'repot'], "there is no command 'repot'"],
		[['demo', '--scenario', 'even'], '--scenario needs --simulated'],
		[['demo', '--seed', '7'], '--seed needs --simulated'],
	])('%j is refused', async (args, reason) => {
		const {exitCode, stdout, stderr} = await runCli(args);

		expect(stderr).toContain(reason);
		expect(stderr.trim().split('\n')).toHaveLength(1);
		expect(stdout).toBe('');
		expect(exitCode).toBe(2);
	});
});
