import {readFileSync} from 'node:fs';
import {CredentialsError} from './access-errors.ts';
import {printablePath} from './printable-path.ts';

/**
 * The text of a file that the operator named.
 * @param place who named it, for the message
 * @throws CredentialsError that says what is wrong with the file
 */
export function readGivenFile(file: string, place: string): string {
	let text;
	try {
		text = readFileSync(file, 'utf8');
	} catch (cause) {
		throw fileError(file, place, cause);
	}

	if (text.trim() === '') {
		throw new CredentialsError(`${place}: the file ${printablePath(file)} is empty`);
	}

	return text;
}

/** What the system says about a file, as `it …`; undefined for a code that has no words of its own. */
export function fileProblem(cause: unknown): string | undefined {
	const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
	return problems[code];
}

const problems: Readonly<Record<string, string>> = {
	ENOENT: 'does not exist',
	ENOTDIR: 'does not exist',
	EACCES: 'may not be read by this user; check its permissions and those of its folder',
	EPERM: 'may not be read by this user; check its permissions and those of its folder',
	EISDIR: 'is a folder, not a file',
	ENAMETOOLONG: 'has a name that is too long for a file',
};

function fileError(file: string, place: string, cause: unknown): CredentialsError {
	const shown = printablePath(file);
	const problem = fileProblem(cause) ?? 'cannot be read';
	// The system's own message repeats the path: it goes along only where the path may be seen.
	const options = shown === file ? {cause} : undefined;
	return new CredentialsError(`${place}: the file ${shown} ${problem}`, options);
}
