import {writeSync} from 'node:fs';

/** The process's own streams, or others of their kind. */
export type TerminalStreams = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: OutputStream;
	readonly stderr: OutputStream;
};

export type OutputStream = NodeJS.WriteStream & {readonly fd: number};

/**
 * Whether a write waits until the terminal has taken it. Node lets terminals block: one that stalls (Ctrl-S, a slow SSH
 * line) then stops the whole process. There is no public switch, hence the look at the handle; without it all works, but
 * may stall. The mode may belong to the shell too: switch it on again before the shell comes back.
 */
export function setBlocking(stream: NodeJS.WriteStream, blocking: boolean): void {
	const handle: unknown = Reflect.get(stream, '_handle');
	if (canBlock(handle)) {
		handle.setBlocking(blocking);
	}
}

function canBlock(handle: unknown): handle is {setBlocking: (blocking: boolean) => void} {
	return (
		typeof handle === 'object' &&
		handle !== null &&
		'setBlocking' in handle &&
		typeof handle.setBlocking === 'function'
	);
}

/** Fulfilled once the terminal took what was written to it, or after `patienceMs`: it may have stalled. */
export async function taken(stdout: OutputStream, patienceMs = 1000): Promise<void> {
	if (stdout.writableLength === 0) {
		return;
	}

	await new Promise<void>(resolve => {
		const timer = setTimeout(resolve, patienceMs);
		stdout.write('', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}

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
