import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll} from 'vitest';

/** A folder for the tests of one file; it goes when they are done. */
export async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-recording-'));
	afterAll(async () => {
		await rm(folder, {recursive: true, force: true});
	});
	return folder;
}
