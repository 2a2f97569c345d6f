import {writeSync} from 'node:fs';

/**
 * Writes before it returns, for the moments when nothing runs any more afterwards: in an exit or just before a stop.
 * Gives up without an error when the terminal is gone, or does not take the text within `patienceMs`.
 */
export function writeNow(fd: number, text: string, patienceMs = 500): void {
	let rest = Buffer.from(text);
	let waitedMs = 0;
	while (rest.length > 0) {
		try {
			rest = rest.subarray(writeSync(fd, rest));
		} catch (error) {
			if (!isFull(error) || waitedMs >= patienceMs) {
				return;
			}

			waitedMs += pauseMs;
			Atomics.wait(pause, 0, 0, pauseMs);
		}
	}
}

const pauseMs = 10;
const pause = new Int32Array(new SharedArrayBuffer(4));

function isFull(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
