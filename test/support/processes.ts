import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import process from 'node:process';

/** Whether a process runs. One that has ended and waits for its parent to notice (a zombie) does not. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
	} catch {
		return false;
	}

	return !endedOnLinux(pid);
}

/** Whether a port of 127.0.0.1 can be listened on. */
export async function isFree(port: number): Promise<boolean> {
	const server = createServer().listen(port, '127.0.0.1');
	try {
		await once(server, 'listening');
		await once(server.close(), 'close');
		return true;
	} catch {
		return false;
	}
}

function endedOnLinux(pid: number): boolean {
	try {
		return / [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
	} catch {
		// Gone in between, or no Linux.
		return process.platform === 'linux';
	}
}
