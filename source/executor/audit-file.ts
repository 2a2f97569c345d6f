import {constants, mkdir, open, type FileHandle} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {setImmediate as nextTurn} from 'node:timers/promises';
import envPaths from 'env-paths';

/** A file of lines that is only appended to. What goes wrong with it is an `AuditError`. */
export type AuditFile = {
	readonly path: string;
	/** Resolves when the line will survive a crash of the machine. After the first failure every call rejects with it. */
	readonly append: (line: string) => Promise<void>;
	/** Waits for what is being written. */
	readonly close: () => Promise<void>;
};

/**
 * Opens the file, and makes it, for its owner's eyes only, where there is none.
 * @param file undefined: `audit.jsonl` where the system keeps a program's state or logs; that directory is made too
 * @throws AuditError
 */
export async function openAuditFile(file: string | undefined): Promise<AuditFile> {
	const target = file ?? path.join(stateFolder(), 'audit.jsonl');
	const attempt = async <T>(doing: string, act: () => Promise<T>): Promise<T> => {
		try {
			return await act();
		} catch (error) {
			throw new AuditError(target, doing, error);
		}
	};

	if (file === undefined) {
		await attempt('create', async () =>
			mkdir(path.dirname(target), {recursive: true, mode: 0o700}),
		);
	}

	const handle = await attempt('open', async () => open(target, appending, 0o600));
	try {
		const status = await attempt('open', async () => handle.stat());
		// A device or a pipe has no directory entry, no last line and nothing to sync.
		const isRegular = status.isFile();
		if (isRegular) {
			await attempt('create', async () => syncDirectory(path.dirname(target)));
		}

		let seal =
			isRegular && (await attempt('read', async () => isTorn(handle, status.size))) ? '\n' : '';
		const {append, idle} = batched(async text =>
			attempt('write', async () => {
				await handle.appendFile(seal + text);
				seal = '';
				if (isRegular) {
					await handle.datasync();
				}
			}),
		);
		return {
			path: target,
			append,
			async close() {
				await idle();
				await attempt('close', async () => handle.close());
			},
		};
	} catch (error) {
		await handle.close();
		throw error;
	}
}

/** Where the system keeps a program's state or logs: `$XDG_STATE_HOME/leadertop`, `~/Library/Logs/leadertop`, … */
export function stateFolder(): string {
	return envPaths('leadertop', {suffix: ''}).log;
}

const appending = constants.O_APPEND | constants.O_CREAT | constants.O_RDWR;

/**
 * Group commit: lines that come while a batch is being written make up the next one,
 * so that many step-downs a second do not need as many syncs a second.
 * @param commit puts text at the end of the file and on the disk
 */
export function batched(commit: (text: string) => Promise<void>): Batched {
	let waiting = '';
	let last = Promise.resolve();
	let next: Promise<void> | undefined;

	async function commitAfter(earlier: Promise<void>): Promise<void> {
		// Half a line may stand at the end after a failure: nothing is put behind it.
		await earlier;
		// What an election lets go on records its next step within this turn: those share the batch.
		await nextTurn();
		const text = waiting;
		waiting = '';
		next = undefined;
		await commit(text);
	}

	return {
		async append(line) {
			waiting += line;
			last = next ??= commitAfter(last);
			return last;
		},
		async idle() {
			await last.catch(() => {});
		},
	};
}

type Batched = {
	/** Resolves when the line has been committed. */
	readonly append: (line: string) => Promise<void>;
	/** Resolves when nothing is being written any more. */
	readonly idle: () => Promise<void>;
};

/** Without this a new file's name may be lost in a crash, with all its lines. Windows cannot sync a directory. */
async function syncDirectory(directory: string): Promise<void> {
	if (process.platform !== 'win32') {
		const handle = await open(directory, 'r');
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}
	}
}

/** Whether an earlier crash left half a line at the end, which the next one must not be glued to. */
async function isTorn(handle: FileHandle, size: number): Promise<boolean> {
	if (size === 0) {
		return false;
	}

	const {buffer} = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
	return buffer.toString() !== '\n';
}

/** The audit file cannot be written, so nothing may be done. `cause` is the system's own error. */
export class AuditError extends Error {
	override readonly name = 'AuditError';
	readonly file: string;

	constructor(file: string, doing: string, cause: unknown) {
		// What went wrong comes first: the screen may have room for nothing else.
		const [wrong, ...remedy] = wordsFor(cause).split('; ');
		super([`${wrong}: could not ${doing} the audit file ${file}`, ...remedy].join('; '), {cause});
		this.file = file;
	}
}

function wordsFor(cause: unknown): string {
	if (!(cause instanceof Error)) {
		return String(cause);
	}

	const known = 'code' in cause && typeof cause.code === 'string' ? advice[cause.code] : undefined;
	return known ?? cause.message;
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
