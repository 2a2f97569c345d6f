import {writeFile} from 'node:fs/promises';
import path from 'node:path';

/** Files of one second that are tried for a name that is free. */
const tries = 100;

/**
 * Writes a report into a folder, readable by its owner only, under a name with the cluster and the time in it, and over
 * nothing that is there.
 * @returns the path
 * @throws the system's error when it cannot be written
 */
export async function writeReport(
	text: string,
	{folder, cluster, at}: {readonly folder: string; readonly cluster: string; readonly at: number},
): Promise<string> {
	const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');
	const name = cluster.replaceAll(/[^\w.-]/g, '-').slice(0, 80);
	const base = ['leadertop', ...(name === '' ? [] : [name]), time].join('-');
	for (let count = 1; ; count++) {
		const file = path.join(folder, `${base}${count === 1 ? '' : `-${count}`}.md`);
		try {
			await writeFile(file, text, {mode: 0o600, flag: 'wx'});
			return file;
		} catch (error) {
			if (!isTaken(error) || count >= tries) {
				throw error;
			}
		}
	}
}

function isTaken(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}
