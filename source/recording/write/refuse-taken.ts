import {access} from 'node:fs/promises';
import {cleanText} from '../../domain/clean-text.ts';
import {RecordingError} from '../recording-error.ts';

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

export function taken(file: string, cause?: unknown): RecordingError {
	return new RecordingError(
		`${cleanText(file, 500)} is there already, and recording replaces nothing: give another name, or move it away`,
		{cause},
	);
}
