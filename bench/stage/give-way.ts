import {readdirSync, writeFileSync} from 'node:fs';
import {setPriority} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {readProc} from '../read-proc.ts';

/** As `nice` sets it by default. */
const niceness = 10;

/**
 * Has servers take a core only where nobody else wants it: those of a cluster have machines of their own, and do not keep
 * the screen of who watches them waiting. Does nothing where there is no /proc (only Linux has it, and priorities of threads).
 */
export async function giveWay(pids: readonly number[]): Promise<void> {
	for (const pid of pids) {
		for (const thread of threadsOf(pid)) {
			attempt(() => {
				setPriority(thread, niceness);
			});
		}

		// Sessions share the cores as equals, however nice their threads are (man 7 sched, "The autogroup feature").
		const group = autogroupOf(pid);
		if (group !== '' && group !== autogroupOf('self')) {
			const isSet = () =>
				attempt(() => {
					writeFileSync(`/proc/${pid}/autogroup`, String(niceness));
				});
			if (!isSet()) {
				// Whoever is not root may do so once in 100 ms.
				await sleep(150);
				isSet();
			}
		}
	}
}

/** Those that they start later have the priority of who starts them. */
function threadsOf(pid: number): number[] {
	let threads: number[] = [];
	attempt(() => {
		threads = readdirSync(`/proc/${pid}/task`).map(Number);
	});
	return threads;
}

function autogroupOf(pid: number | 'self'): string {
	const [name = ''] = readProc(`${pid}/autogroup`).split(' ');
	return name;
}

/** Whatever it is about may have ended, or the system may not have it. Returns whether it was done. */
function attempt(action: () => void): boolean {
	try {
		action();
		return true;
	} catch {
		return false;
	}
}
