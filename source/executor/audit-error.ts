/** The audit file cannot be written, so nothing may be done. `cause` is the system's own error. */
export class AuditError extends Error {
	override readonly name = 'AuditError';
	readonly file: string;

	constructor(file: string, doing: string, cause: unknown) {
		// What went wrong comes first: the screen may have room for nothing else.
		const [wrong, ...advice] = wordsFor(cause).split('; ');
		super([`${wrong}: could not ${doing} the audit file ${file}`, ...advice].join('; '), {cause});
		this.file = file;
	}
}

/** What went wrong and what to do about it, by the codes that a disk answers. */
const advice: Readonly<Record<string, string>> = {
	EACCES: 'no permission; choose another audit file, or give this user the right to write there',
	EPERM: 'not permitted; choose another audit file',
	EROFS: 'the file system is read-only; choose an audit file elsewhere',
	ENOSPC: 'the disk is full; make room, or choose an audit file elsewhere',
	EDQUOT: 'the disk quota is used up; make room, or choose an audit file elsewhere',
	ENOENT: 'its directory does not exist; make it, or choose another audit file',
	EISDIR: 'it is a directory; choose a file',
	ENOTDIR: 'a part of its path is not a directory; choose another audit file',
	EEXIST: 'a part of its path is not a directory; choose another audit file',
};

function wordsFor(cause: unknown): string {
	const code = codeOf(cause);
	const known = code === undefined ? undefined : advice[code];
	return known ?? (cause instanceof Error ? cause.message : String(cause));
}

function codeOf(cause: unknown): string | undefined {
	return cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
		? cause.code
		: undefined;
}
