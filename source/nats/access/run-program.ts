import {spawn} from 'node:child_process';
import {looksSecret} from './printable-path.ts';
import {Secret} from './secret.ts';

export type ProgramOptions = {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly deadlineMs: number;
	readonly signal?: AbortSignal;
};

/**
 * Runs a program that hands out a secret.
 * @returns what it wrote to its standard output, which no error of this function holds
 * @throws ProgramError when it is missing, fails or takes too long; the signal's reason when aborted
 */
export async function runProgram(
	program: string,
	args: readonly string[],
	{env, deadlineMs, signal}: ProgramOptions,
): Promise<Secret> {
	signal?.throwIfAborted();
	return new Promise((resolve, reject) => {
		const child = spawn(program, args, {env: {...env}, stdio: ['ignore', 'pipe', 'pipe']});
		const output: Buffer[] = [];
		const complaint: Buffer[] = [];
		child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
		child.stderr.on('data', (chunk: Buffer) => complaint.push(chunk));

		const settle = (answer: () => void) => {
			clearTimeout(deadline);
			signal?.removeEventListener('abort', onAbort);
			// A grandchild may hold the pipes open for longer than the program lives.
			child.stdout.destroy();
			child.stderr.destroy();
			answer();
		};
		const fail = (error: unknown) => {
			settle(() => {
				reject(error);
			});
		};
		const deadline = setTimeout(() => {
			child.kill('SIGKILL');
			fail(new ProgramError(`${program} did not answer within ${deadlineMs / 1000} s`));
		}, deadlineMs);
		const onAbort = () => {
			child.kill('SIGKILL');
			fail(signal?.reason);
		};
		signal?.addEventListener('abort', onAbort, {once: true});

		child.once('error', (cause: NodeJS.ErrnoException) => {
			const missing = cause.code === 'ENOENT';
			const what = missing
				? `there is no program ${program} on this machine`
				: `${program} does not start (${cause.code ?? 'unknown reason'})`;
			fail(new ProgramError(what, missing));
		});
		child.once('close', (code, killedBy) => {
			if (code === 0) {
				settle(() => {
					resolve(new Secret(text(output)));
				});
				return;
			}

			const ending = killedBy ?? `exit code ${String(code)}`;
			fail(
				new ProgramError(`${program} failed (${ending})${lastLine(text(complaint), text(output))}`),
			);
		});
	});
}

/** A program that should have handed out a secret did not. */
export class ProgramError extends Error {
	override readonly name = 'ProgramError';
	readonly isMissing: boolean;

	constructor(message: string, isMissing = false) {
		super(message);
		this.isMissing = isMissing;
	}
}

function text(chunks: readonly Buffer[]): string {
	return Buffer.concat(chunks).toString('utf8');
}

/** The last line of a complaint, unless it repeats a secret. */
function lastLine(complaint: string, output: string): string {
	const line = complaint.trimEnd().split('\n').at(-1)?.trim() ?? '';
	const given = output.split(/\s+/).filter(word => word !== '');
	const repeats = looksSecret(line) || given.some(word => line.includes(word));
	return line === '' || repeats ? '' : `: ${line.slice(0, 200)}`;
}
