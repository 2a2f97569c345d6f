import {readFile, rm} from 'node:fs/promises';
import {setTimeout as sleep} from 'node:timers/promises';
import type {PtyScreen} from '../test/support/pty-screen.ts';

/** How late the timers of a process were, in ms. */
export type NotedDelays = {readonly p99Ms: number; readonly maxMs: number};

/** Names the file that `programs/note-delays.ts` writes to. */
export const delaysFileVariable = 'LEADERTOP_BENCH_DELAYS';

/** Ends a time of noting in a process with `programs/note-delays.ts`, and tells what was noted. */
export async function takeDelays(pty: PtyScreen, file: string): Promise<NotedDelays> {
	pty.signal('SIGUSR2');
	const deadline = performance.now() + 5000;
	while (performance.now() < deadline) {
		const text = await readFile(file, 'utf8').catch(() => undefined);
		if (text !== undefined) {
			await rm(file);
			return JSON.parse(text) as NotedDelays;
		}

		await sleep(20);
	}

	throw new Error(`No delays were written to ${file}`);
}

/** Begins a time of noting. */
export function noteDelays(pty: PtyScreen): void {
	pty.signal('SIGUSR2');
}
