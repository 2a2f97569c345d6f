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

/**
 * The escape sequences that Ink does not write (xterm's control sequences; DEC private modes).
 *
 * On entry: autowrap off, so that a character that is wider than we think cannot push the screen up; cursor keys and
 * keypad as usual and modifyOtherKeys off, which a program before us may have left behind and no key would then match.
 */
export const enterModes = '\u001B[?7l\u001B[?1l\u001B>\u001B[>4;0m';

/** Undoes `enterModes`, and what a frame that was cut off may have left: a synchronized update, colours. */
export const leaveModes = '\u001B[?2026l\u001B[0m\u001B[?7h';

/** Puts a text on the clipboard, also over SSH, where the terminal lets programs do so (OSC 52). */
export function clipboardCopy(text: string): string {
	return `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}

/** All that Ink undoes by itself, for a terminal that stalled while Ink did so, or a process that ends at once. */
export const leaveInk = '\u001B[?2004l\u001B[?1049l\u001B[?25h';
