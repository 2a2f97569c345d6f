import {randomUUID} from 'node:crypto';
import {open, rename, rm} from 'node:fs/promises';
import path from 'node:path';

/**
 * Puts a text in the place of a file, readable by its owner only: whoever reads it finds the old text or the new one,
 * never a part of it.
 * @throws the system's error when it cannot be written; the old text is still there then
 */
export async function replaceFile(file: string, text: string): Promise<void> {
	const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
	try {
		const handle = await open(draft, 'wx', 0o600);
		try {
			await handle.writeFile(text);
			await handle.sync();
		} finally {
			await handle.close();
		}

		await rename(draft, file);
	} catch (error) {
		await rm(draft, {force: true});
		throw error;
	}
}
