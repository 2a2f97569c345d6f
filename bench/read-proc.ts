import {readFileSync} from 'node:fs';

/** A file of /proc; empty where there is none: only Linux has it, and only of what runs. */
export function readProc(name: string): string {
	try {
		return readFileSync(`/proc/${name}`, 'utf8');
	} catch {
		return '';
	}
}
