import {CredentialsError} from './access-errors.ts';
import type {Surroundings} from './access-request.ts';
import {ProgramError, runProgram} from './run-program.ts';
import type {Secret} from './secret.ts';

type Program = 'op' | 'nsc';

/**
 * What the program behind a reference answers.
 * @throws CredentialsError that names who asked for it and what can be done
 */
export async function resultOf(
	program: Program,
	args: readonly string[],
	place: string,
	{env, signal, programDeadlineMs = defaultDeadlineMs}: Surroundings,
): Promise<Secret> {
	try {
		return await runProgram(program, args, {env, signal, deadlineMs: programDeadlineMs});
	} catch (cause) {
		if (!(cause instanceof ProgramError)) {
			throw cause;
		}

		const advice = cause.isMissing ? missing[program] : `try: ${[program, ...args].join(' ')}`;
		throw new CredentialsError(`${place}: ${cause.message}; ${advice}`, {cause});
	}
}

/** `op` may wait for a finger on a sensor. */
const defaultDeadlineMs = 60_000;

const missing: Readonly<Record<Program, string>> = {
	op: 'op:// references need the command-line program of 1Password, or give the secret in another way',
	nsc: 'nsc:// references need nsc, or give its credentials file with --creds',
};
