import {constants, mkdir, open, type FileHandle} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {AuditError} from './audit-error.ts';

/** A file that is only ever appended to. What goes wrong with it is an `AuditError`. */
export type AuditFile = {
	readonly path: string;
	/** Puts text at the end, and on the disk. */
	readonly commit: (text: string) => Promise<void>;
	readonly close: () => Promise<void>;
};

/**
 * Opens the file, and makes it, for its owner's eyes only, where there is none.
 * @param file undefined: `audit.jsonl` where the system keeps a program's state or logs; that directory is made too
 * @throws AuditError
 */
export async function openAuditFile(file: string | undefined): Promise<AuditFile> {
	const target = file ?? path.join(stateDirectory(), 'audit.jsonl');
	const attempt = attemptOn(target);
	if (file === undefined) {
		await attempt('create', async () =>
			mkdir(path.dirname(target), {recursive: true, mode: 0o700}),
		);
	}

	const handle = await attempt('open', async () => open(target, appending | syncing, 0o600));
	try {
		// A device or a pipe has no directory entry, no last line and nothing to sync.
		const {isRegular, size} = await attempt('open', async () => kindOf(handle));
		if (isRegular) {
			await attempt('create', async () => syncDirectory(path.dirname(target)));
		}

		let seal = isRegular && (await attempt('read', async () => isTorn(handle, size))) ? '\n' : '';
		return {
			path: target,
			commit: async text =>
				attempt('write', async () => {
					await handle.appendFile(seal + text);
					seal = '';
					if (isRegular && syncing === 0) {
						await handle.datasync();
					}
				}),
			close: async () => attempt('close', async () => handle.close()),
		};
	} catch (error) {
		await handle.close();
		throw error;
	}
}

const appending = constants.O_APPEND | constants.O_CREAT | constants.O_RDWR;

/**
 * Linux syncs with each write by itself: one call instead of two that each wait for a thread, on a machine that is busy.
 * Elsewhere the flag does less (macOS leaves the text in the disk's own cache) or is not there.
 */
const syncing = process.platform === 'linux' ? constants.O_DSYNC : 0;

/** `$XDG_STATE_HOME/leadertop`, `~/Library/Logs/leadertop`, … */
function stateDirectory(): string {
	return envPaths('leadertop', {suffix: ''}).log;
}

function attemptOn(file: string) {
	return async <T>(doing: string, act: () => Promise<T>): Promise<T> => {
		try {
			return await act();
		} catch (error) {
			throw new AuditError(file, doing, error);
		}
	};
}

async function kindOf(handle: FileHandle): Promise<{isRegular: boolean; size: number}> {
	const status = await handle.stat();
	return {isRegular: status.isFile(), size: status.size};
}

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
