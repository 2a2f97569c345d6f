import {statSync} from 'node:fs';

/** Whether something that can be read stands under this path: a file, or the pipe of a shell's `<(…)`. */
export function isReadableFile(file: string): boolean {
	try {
		return !statSync(file).isDirectory();
	} catch {
		return false;
	}
}
