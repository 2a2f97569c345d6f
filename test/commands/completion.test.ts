import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {commands} from '../../source/commands/commands.ts';
import {candidatesFor} from '../../source/commands/completion/candidates.ts';
import {cliFile} from '../support/cli-file.ts';
import {openPty} from '../support/pty-screen.ts';
import {runCli} from '../support/run-cli.ts';

function candidates(...words: string[]) {
	const found = candidatesFor(words, commands, () => ['prod', 'prod-sys', 'test']);
	return found === 'files' ? found : found.map(({text}) => text);
}

describe('what completes a command line', () => {
	it.each([
		[['ba'], ['balance']],
		[['ver'], ['version']],
		[
			['help', 're'],
			['report', 'replay'],
		],
		[['--thr'], ['--threshold']],
		[
			['report', '--context', 'prod'],
			['prod', 'prod-sys'],
		],
		[['report', '--act-as', 't'], ['test']],
		[
			['check', '--format', ''],
			['text', 'nagios', 'json', 'prometheus'],
		],
		[['check', '--format', '=', 'na'], ['nagios']],
		[
			['check', '--format', '='],
			['text', 'nagios', 'json', 'prometheus'],
		],
		[['check', '--format=js'], ['--format=json']],
		[
			['report', '--json', '--js'],
			['--js-domain', '--js-api-prefix', '--js-event-prefix'],
		],
		[['balance', '--account', 'A', '--acc'], ['--account']],
		[['drain', ''], []],
		[['drain', 'n1', '--dry'], ['--dry-run']],
		[['completion', 'z'], ['zsh']],
		[['nothing', ''], []],
		[
			['report', '--interval', ''],
			['--json', '--groups'],
		],
	])('%j', (words, wanted) => {
		const found = candidates(...words);
		expect(found === 'files' ? found : found.slice(0, Math.max(1, wanted.length))).toEqual(wanted);
	});

	it.each([[['replay', '']], [['report', '--creds', './']], [['report', '--creds=']]])(
		'%j leaves to the shell, which knows the files',
		words => {
			expect(candidates(...words)).toBe('files');
		},
	);
});

it('refuses a shell that it does not know', async () => {
	expect(await runCli(['completion', 'tcsh'])).toMatchObject({
		exitCode: 2,
		stderr: 'leadertop: completion takes bash, zsh, fish\n',
	});
});

describe('in a real', () => {
	let folder: string;
	let env: Record<string, string>;

	beforeAll(() => {
		folder = mkdtempSync(path.join(os.tmpdir(), 'leadertop-completion-'));
		const {PATH = ''} = process.env;
		symlinkSync(cliFile, path.join(folder, 'leadertop'));
		mkdirSync(path.join(folder, 'nats/context'), {recursive: true});
		writeFileSync(path.join(folder, 'nats/context/prod one.json'), '{}');
		writeFileSync(path.join(folder, 'week.recording'), '');
		env = {
			PATH: [folder, path.dirname(process.execPath), PATH].join(path.delimiter),
			HOME: folder,
			XDG_CONFIG_HOME: folder,
			PS1: '> ',
		};
	});

	afterAll(() => {
		rmSync(folder, {recursive: true, force: true});
	});

	const hasShell = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;
	const shells = [
		{
			shell: 'bash',
			args: ['--norc', '--noprofile', '-i'],
			begin: 'eval "$(leadertop completion bash)"; echo rea""dy\r',
		},
		{
			shell: 'zsh',
			args: ['-f', '-i'],
			begin:
				'autoload -Uz compinit; compinit -D -u; source <(leadertop completion zsh); echo rea""dy\r',
		},
		{
			shell: 'fish',
			args: ['--no-config', '-i'],
			begin: 'leadertop completion fish | source; echo rea""dy\r',
		},
	];

	it.for(shells)('$shell Tab completes', async ({shell, args, begin}, context) => {
		if (!hasShell(shell)) {
			context.skip(`no ${shell} here`);
		}

		const pty = openPty({command: shell, args, env, cwd: folder, columns: 100});
		try {
			pty.keys(begin);
			await pty.until(lines => lines.some(line => line.startsWith('ready')), 30_000);
			for (const [typed, shown] of [
				['leadertop dra\t', 'leadertop drain '],
				['leadertop check --ok\t', 'leadertop check --ok-to-stop '],
				['leadertop check --format=na\t', 'leadertop check --format=nagios '],
				['leadertop report --context pro\t', String.raw`leadertop report --context prod\ one `],
				['leadertop replay we\t', 'leadertop replay week.recording '],
			] as const) {
				pty.keys(typed);
				await pty.until(lines => lines.some(line => `${line} `.includes(shown)));
				// Clears the line.
				pty.keys('\u0015');
				await pty.until(lines => lines.every(line => !`${line} `.includes(shown)));
			}
		} finally {
			await pty.close();
		}
	});
});
