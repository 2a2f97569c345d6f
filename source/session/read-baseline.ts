import {readFile} from 'node:fs/promises';
import type {Baseline} from '../domain/baseline.ts';
import {BaselineError, baselineOf} from '../report/baseline-json.ts';
import {UsageError} from './usage-error.ts';

/**
 * Reads a baseline from a report that was kept in a file.
 * @param flag that named the file, for the message
 * @returns undefined when there is no such file
 * @throws UsageError when the file is no baseline, or cannot be read
 */
export async function readBaseline(file: string, flag: string): Promise<Baseline | undefined> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (cause) {
		if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
			return undefined;
		}

		throw new UsageError(`${flag}: ${file} cannot be read`, {cause});
	}

	try {
		return baselineOf(text);
	} catch (error) {
		throw error instanceof BaselineError
			? new UsageError(`${flag}: ${file} ${error.message}`)
			: error;
	}
}
