import {readProc} from './read-proc.ts';

/** What a process has in RAM, now and at most so far, in bytes. NaN where the system does not tell. */
export function residentBytes(pid: number): {readonly now: number; readonly most: number} {
	const status = readProc(`${pid}/status`);
	const bytesOf = (name: string) =>
		Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
	return {now: bytesOf('VmRSS'), most: bytesOf('VmHWM')};
}
