import {spawn} from 'node:child_process';
import path from 'node:path';

export type CommandOptions = {
	readonly env: NodeJS.ProcessEnv;
	readonly signal: AbortSignal;
	readonly cwd?: string;
	/** Gets each line of standard output while the command still runs. */
	readonly onLine?: (line: string) => void;
};

/**
 * Runs a program to its end and returns its standard output.
 * @throws CommandError when it cannot start or leaves with another code than 0; the signal's reason when aborted
 */
export async function runCommand(
	file: string,
	args: readonly string[],
	{env, signal, cwd, onLine}: CommandOptions,
): Promise<string> {
	signal.throwIfAborted();
	return new Promise((resolve, reject) => {
		const child = spawn(file, args, {env, cwd, stdio: ['ignore', 'pipe', 'pipe']});
		const stop = () => child.kill('SIGKILL');
		signal.addEventListener('abort', stop, {once: true});

		let output = '';
		let complaint = '';
		let partialLine = '';
		child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
			output += chunk;
			const lines = (partialLine + chunk).split('\n');
			partialLine = lines.pop() ?? '';
			for (const line of lines) {
				onLine?.(line);
			}
		});
		child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
			complaint += chunk;
		});

		child.once('error', cause => {
			signal.removeEventListener('abort', stop);
			const missing = 'code' in cause && cause.code === 'ENOENT';
			reject(
				new CommandError(missing ? `there is no ${file} here` : `${file} does not start`, {cause}),
			);
		});
		child.once('close', (code, killedBy) => {
			signal.removeEventListener('abort', stop);
			if (signal.aborted) {
				reject(signal.reason);
			} else if (code === 0) {
				resolve(output);
			} else {
				const reason =
					complaintOf(complaint) || `failed (${killedBy ?? `exit code ${String(code)}`})`;
				reject(new CommandError(`${path.basename(file)}: ${reason}`));
			}
		});
	});
}

/** A program of this machine that is missing or failed. */
export class CommandError extends Error {
	override readonly name = 'CommandError';
}

/** One line of what it complained about: apt marks its errors, among warnings and hints. */
function complaintOf(text: string): string {
	const lines = text.trimEnd().split('\n');
	const line = lines.find(each => each.startsWith('E: ')) ?? lines.at(-1) ?? '';
	return line.replace(/^E: /, '');
}
