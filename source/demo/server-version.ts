import {spawn} from 'node:child_process';
import path from 'node:path';

/** Which nats-server is good enough: any from a version on (`2.11`, `2.12.1`), or exactly one series (`2.9`). */
export type WantedVersion =
	| {readonly type: 'at-least'; readonly version: string}
	| {readonly type: 'series'; readonly series: string};

/**
 * What a binary really is, by its own word.
 * @returns the version without the `v`, such as `2.15.1`
 * @throws Error when the file does not run, or is no nats-server
 */
export async function readServerVersion(path: string, options: CommandOptions): Promise<string> {
	// 2.9 to 2.15 print "nats-server: v2.10.27".
	const output = await runCommand(path, ['--version'], options);
	const version = /nats-server: v?(\d+\.\d+\.\d+\S*)/.exec(output)?.[1];
	if (version === undefined) {
		throw new Error(`${path} does not answer --version as a nats-server`);
	}

	return version;
}

export function meetsVersion(version: string, wanted: WantedVersion): boolean {
	return wanted.type === 'series'
		? version.startsWith(`${wanted.series}.`)
		: compareVersions(version, wanted.version) >= 0;
}

/** Negative when `a` is the older one. What stands behind a dash (`2.14.0-RC.1`) does not count. */
export function compareVersions(a: string, b: string): number {
	const [left, right] = [a, b].map(version =>
		version
			.replace(/-.*/, '')
			.split('.')
			.map(part => Number.parseInt(part, 10) || 0),
	);
	const differences = [0, 1, 2].map(index => (left?.[index] ?? 0) - (right?.[index] ?? 0));
	return differences.find(difference => difference !== 0) ?? 0;
}

export function describeWanted(wanted: WantedVersion): string {
	return wanted.type === 'series' ? `${wanted.series}.x` : `${wanted.version} or newer`;
}

type CommandOptions = {
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
class CommandError extends Error {
	override readonly name = 'CommandError';
}

/** One line of what it complained about: apt marks its errors, among warnings and hints. */
function complaintOf(text: string): string {
	const lines = text.trimEnd().split('\n');
	const line = lines.find(each => each.startsWith('E: ')) ?? lines.at(-1) ?? '';
	return line.replace(/^E: /, '');
}
