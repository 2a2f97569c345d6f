import {execFile, type ExecFileException} from 'node:child_process';
import {promisify} from 'node:util';
import {recordOf, textOf, textsOf} from '../decode/json-value.ts';
import {AccessError, type Surroundings} from './access-request.ts';
import {looksSecret, Secret} from './secret.ts';

type Program = 'op' | 'nsc';

/**
 * Runs the program behind a reference.
 * @param place who asked for it, for the message
 * @returns what it wrote to its standard output, which no error of this function holds
 * @throws AccessError when it is missing, fails or takes too long; the signal's reason when aborted
 */
export async function secretFrom(
	program: Program,
	args: readonly string[],
	place: string,
	{env, signal, programDeadlineMs = defaultDeadlineMs}: Surroundings,
): Promise<Secret> {
	signal?.throwIfAborted();
	const options = {
		env: {...env},
		timeout: programDeadlineMs,
		killSignal: 'SIGKILL',
		signal,
	} as const;
	const running = promisify(execFile)(program, args, options);
	running.child.stdin?.end();
	try {
		const {stdout} = await running;
		return new Secret(stdout);
	} catch (error) {
		signal?.throwIfAborted();
		if (!isFailure(error)) {
			throw error;
		}

		const advice =
			error.code === 'ENOENT' ? missing[program] : `try: ${[program, ...args].join(' ')}`;
		throw new AccessError(`${place}: ${whyFailed(program, error, programDeadlineMs)}; ${advice}`);
	}
}

/** `op` may wait for a finger on a sensor. */
const defaultDeadlineMs = 60_000;

const missing: Readonly<Record<Program, string>> = {
	op: 'op:// references need the command-line program of 1Password, or give the secret in another way',
	nsc: 'nsc:// references need nsc, or give its credentials file with --creds',
};

function isFailure(error: unknown): error is ExecFileException {
	return error instanceof Error && 'cmd' in error;
}

function whyFailed(
	program: Program,
	{code, killed, signal, stdout = '', stderr = ''}: ExecFileException,
	deadlineMs: number,
): string {
	if (typeof code === 'string') {
		return code === 'ENOENT'
			? `there is no program ${program} on this machine`
			: `${program} does not start (${code})`;
	}

	return killed === true
		? `${program} did not answer within ${deadlineMs / 1000} s`
		: `${program} failed (${signal ?? `exit code ${String(code)}`})${lastLine(stderr, stdout)}`;
}

/** The last line of a complaint, unless it repeats a secret. */
function lastLine(complaint: string, output: string): string {
	const line = complaint.trimEnd().split('\n').at(-1)?.trim() ?? '';
	const given = output.split(/\s+/).filter(word => word !== '');
	const repeats = looksSecret(line) || given.some(word => line.includes(word));
	return line === '' || repeats ? '' : `: ${line.slice(0, 200)}`;
}

export type NscProfile = {
	readonly credsFile: string;
	/** The operator's service URLs, comma-separated; undefined when it has none. */
	readonly urls: string | undefined;
};

/**
 * Asks `nsc` for a user's credentials file and for the addresses of the operator's servers.
 * @param reference `operator/account/user`, with or without `nsc://`
 * @throws AccessError
 */
export async function nscProfile(
	reference: string,
	place: string,
	surroundings: Surroundings,
): Promise<NscProfile> {
	// nsc takes the scheme in small letters only.
	const url = `nsc://${reference.replace(/^nsc:\/\//i, '')}`;
	const output = await secretFrom('nsc', ['generate', 'profile', url], place, surroundings);
	const profile = parseProfile(output.reveal());
	if (profile === undefined) {
		throw new AccessError(
			`${place}: nsc did not name a credentials file; try: nsc generate profile ${url}`,
		);
	}

	return profile;
}

function parseProfile(json: string): NscProfile | undefined {
	try {
		const profile = recordOf(JSON.parse(json));
		const credsFile = textOf(profile?.['user_creds']);
		const urls = textsOf(recordOf(profile?.['operator'])?.['service']);
		return credsFile === undefined ? undefined : {credsFile, urls: textOf(urls.join(','))};
	} catch {
		return undefined;
	}
}
