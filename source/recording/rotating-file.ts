import {access, open, rename, rm, type FileHandle} from 'node:fs/promises';
import process from 'node:process';
import {cleanText} from '../domain/clean-text.ts';
import {codeOf, RecordingError, wordsFor} from './recording-error.ts';

/** A file that is only appended to. When it is put aside it becomes `FILE.1`, and what was that, `FILE.2`. */
export type RotatingFile = {
	readonly path: string;
	/** Bytes in the present file. */
	readonly size: () => number;
	/** Whatever it throws is the system's own error. */
	readonly append: (bytes: Buffer) => Promise<void>;
	/** Puts the file aside, begins a new one, and removes the oldest of more than are to be kept. */
	readonly rotate: () => Promise<void>;
	readonly close: () => Promise<void>;
};

/**
 * Begins a file, readable by its owner only, where there is none: neither it nor one that was put aside.
 * @param keep how many files there may be, the present one included
 * @throws RecordingError
 */
export async function createRotatingFile(path: string, keep: number): Promise<RotatingFile> {
	await refuseTaken(path);
	let handle = await begin(path);
	// Where files may not grow any more, this signal comes with the error, and would end the process on the spot.
	process.on('SIGXFSZ', ignore);
	let size = 0;
	let aside = 0;
	const nameOf = (index: number) => (index === 0 ? path : `${path}.${index}`);

	return {
		path,
		size: () => size,
		async append(bytes) {
			await handle.appendFile(bytes);
			size += bytes.length;
		},
		async rotate() {
			await handle.close();
			if (aside === keep - 1) {
				await rm(nameOf(aside));
			}

			for (let index = Math.min(aside, keep - 2); index >= 0; index--) {
				await rename(nameOf(index), nameOf(index + 1));
			}

			aside = Math.min(aside + 1, keep - 1);
			handle = await open(path, 'wx', 0o600);
			size = 0;
		},
		async close() {
			process.off('SIGXFSZ', ignore);
			await handle.close();
		},
	};
}

function ignore(): void {
	// The write that went too far fails by itself.
}

async function begin(path: string): Promise<FileHandle> {
	try {
		return await open(path, 'wx', 0o600);
	} catch (error) {
		throw codeOf(error) === 'EEXIST'
			? taken(path, error)
			: new RecordingError(
					`nothing can be recorded in ${cleanText(path, 500)}: ${wordsFor(error)}`,
					{
						cause: error,
					},
				);
	}
}

/**
 * Recording replaces nothing, and what is left of an earlier recording is not to be moved.
 * @throws RecordingError when the file is there, or one that was put aside
 */
export async function refuseTaken(path: string): Promise<void> {
	for (const file of [path, `${path}.1`]) {
		const isThere = await access(file).then(
			() => true,
			() => false,
		);
		if (isThere) {
			throw taken(file);
		}
	}
}

function taken(file: string, cause?: unknown): RecordingError {
	return new RecordingError(
		`${cleanText(file, 500)} exists already: give another name, or move it away`,
		{cause},
	);
}
