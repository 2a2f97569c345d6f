import {readFileSync} from 'node:fs';

/** CPU time that a process has taken so far, in seconds. Undefined without /proc (only Linux has it) or without the process. */
export function cpuSeconds(pid: number): number | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The second field is the name, in brackets, and may hold anything. The 14th and 15th are user and system time.
		const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return (Number(user) + Number(system)) / ticksPerSecond;
	} catch {
		return undefined;
	}
}

/** USER_HZ, which Linux promises to all programs (man 5 proc, time(7)). */
const ticksPerSecond = 100;
