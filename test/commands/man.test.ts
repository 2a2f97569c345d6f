import {spawnSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import {commands} from '../../source/commands/commands.ts';
import {flagName} from '../../source/commands/cli/flag-values.ts';
import {runCli} from '../support/run-cli.ts';

describe('the manual page', () => {
	it('has every command, every flag and every key', async () => {
		const {stdout, exitCode} = await runCli(['man']);
		const plain = stdout.replaceAll('\\-', '-').replaceAll(/\\f[BIR]/g, '');
		expect(exitCode).toBe(0);
		for (const {name, flags} of commands) {
			expect(plain).toContain(`\n.SS ${name}`);
			for (const flag of Object.keys(flags)) {
				expect(plain).toContain(flagName(flag));
			}
		}

		expect(plain).toContain('\n.B S\nStep down');
		expect(plain).toContain('\n.B LEADERTOP_THRESHOLD\n');
	});

	it('is read by man without a warning', async context => {
		const {stdout} = await runCli(['man']);
		const man = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', '-'], {
			input: stdout,
			encoding: 'utf8',
			env: {...process.env, MANWIDTH: '80', LC_ALL: 'C.UTF-8'},
		});
		if (man.error || man.status === 127 || /not found|minimized/.test(man.stdout + man.stderr)) {
			context.skip('no man here');
		}

		expect(man.stderr).toBe('');
		expect(man.stdout).toContain('top for JetStream leadership');
		expect(man.stdout).toMatch(/--threshold RATIO/);
	});
});
