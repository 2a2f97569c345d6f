import os from 'node:os';
import process from 'node:process';

/** The person at the keyboard, as far as the system tells. */
export function actor(): string {
	return `${userName()}@${os.hostname()}`;
}

function userName(): string {
	try {
		return os.userInfo().username;
	} catch {
		// In a container a process may run under a user id that has no name.
		return `uid ${process.getuid?.() ?? '?'}`;
	}
}
