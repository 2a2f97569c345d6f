/** A recording cannot be written or read. `cause` is the system's own error, where there is one. */
export class RecordingError extends Error {
	override readonly name = 'RecordingError';
}

/** What went wrong and what to do about it, by the codes that a disk answers. */
const advice: Readonly<Record<string, string>> = {
	EACCES: 'no permission',
	EPERM: 'not permitted',
	EROFS: 'the file system is read-only',
	ENOSPC: 'the disk is full',
	EDQUOT: 'the disk quota is used up',
	EFBIG: 'files may not grow larger here',
	EIO: 'the disk failed',
	ENOENT: 'there is no such file or directory',
	EISDIR: 'it is a directory',
	ENOTDIR: 'a part of its path is not a directory',
	EEXIST: 'it exists already',
	ELOOP: 'too many symbolic links',
	ENAMETOOLONG: 'the name is too long',
};

/** What went wrong, in words. */
export function wordsFor(error: unknown): string {
	const code = codeOf(error);
	const known = code === undefined ? undefined : advice[code];
	return known ?? (error instanceof Error ? error.message : String(error));
}

export function codeOf(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error && typeof error.code === 'string'
		? error.code
		: undefined;
}
