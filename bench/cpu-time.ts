import {readProc} from './read-proc.ts';

/** CPU time that a process has taken so far, in seconds. NaN without /proc (only Linux has it) or without the process. */
export function cpuSeconds(pid: number): number {
	// The second field is the name, in brackets, and may hold anything. The 14th and 15th are user and system time.
	const stat = readProc(`${pid}/stat`);
	const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(user) + Number(system)) / ticksPerSecond;
}

/**
 * How long this thread, or the main thread of another process, has waited for a core although it could have run, in ms.
 * NaN where the system does not tell.
 */
export function queuedMs(pid?: number): number {
	const [, waitedNs] = readProc(`${pid ?? 'thread-self'}/schedstat`).split(' ');
	return Number(waitedNs) / 1e6;
}

/** USER_HZ, which Linux promises to all programs (man 5 proc, time(7)). */
const ticksPerSecond = 100;
