import {spawn} from 'node:child_process';
import process from 'node:process';
import {cliFile} from './cli-file.ts';

export type CliResult = {
	readonly exitCode: number | null;
	readonly stdout: string;
	readonly stderr: string;
};

/** Runs the built command line without a terminal, until it ends by itself. */
export async function runCli(
	args: readonly string[],
	{env = {}}: {readonly env?: Readonly<Record<string, string>>} = {},
): Promise<CliResult> {
	const {PATH = '', HOME = ''} = process.env;
	const child = spawn(process.execPath, [cliFile, ...args], {
		env: {PATH, HOME, LANG: 'C.UTF-8', ...env},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const output = {stdout: '', stderr: ''};
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', exitCode => {
			resolve({exitCode, ...output});
		});
	});
}
