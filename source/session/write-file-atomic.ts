import {randomUUID} from 'node:crypto';
import {link, open, rename, rm} from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes a text to a file: a reader finds all of the text or what was there before, never a
 * part of it.
 * @param over whether it takes the place of a file that is there; if not, that one stays
 * @param mode of the file, whatever the umask; readable by its owner only unless given
 * @throws the system's error when it cannot be written; what was there before is still there then
 */
export async function writeFileAtomic(
	file: string,
	text: string,
	{over, mode = 0o600}: {readonly over: boolean; readonly mode?: number | undefined},
): Promise<void> {
	const draft = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}`);
	try {
		const handle = await open(draft, 'wx', 0o600);
		try {
			await handle.chmod(mode);
			await handle.writeFile(text);
			await handle.sync();
		} finally {
			await handle.close();
		}

		// A link, unlike a rename, fails where there is a file.
		await (over ? rename(draft, file) : link(draft, file));
	} finally {
		await rm(draft, {force: true});
	}
}
