import {readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {AccessError, type Surroundings} from './access-request.ts';
import {printablePath} from './secret.ts';

/**
 * The text of a file that the operator named.
 * @param place who named it, for the message
 * @throws AccessError that says what is wrong with the file
 */
export function readGivenFile(file: string, place: string): string {
	const shown = printablePath(file);
	let text;
	try {
		text = readFileSync(file, 'utf8');
	} catch (cause) {
		// The system's own message repeats the path: it goes along only where the path may be seen.
		const options = shown === file ? {cause} : undefined;
		throw new AccessError(`${place}: the file ${shown} ${fileProblem(cause)}`, options);
	}

	if (text.trim() === '') {
		throw new AccessError(`${place}: the file ${shown} is empty`);
	}

	return text;
}

/** What the system says about a file or folder, as `it …`. */
export function fileProblem(cause: unknown): string {
	const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
	return problems[code] ?? 'cannot be read';
}

const forbidden = 'may not be read by this user; check its permissions and those of its folder';
const problems: Readonly<Record<string, string>> = {
	ENOENT: 'does not exist',
	ENOTDIR: 'does not exist',
	EACCES: forbidden,
	EPERM: forbidden,
	EISDIR: 'is a folder, not a file',
	ENAMETOOLONG: 'has a name that is too long for a file',
};

/** The absolute path with `$VAR`, `${VAR}` and a leading `~` replaced. As in a shell, a variable that is not set is empty. */
export function expandPath(text: string, env: Surroundings['env']): string {
	const expanded = text.replaceAll(
		/\$(?:\{(\w+)\}|(\w+))/g,
		(_, braced?: string, bare?: string) => env[braced ?? bare ?? ''] ?? '',
	);
	const inHome = /^~(?=$|\/)/.test(expanded);
	return path.resolve(inHome ? path.join(homeFolder(env), expanded.slice(1)) : expanded);
}

export function homeFolder({HOME}: Surroundings['env']): string {
	return HOME === undefined || HOME === '' ? os.homedir() : HOME;
}
