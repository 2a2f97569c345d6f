// Loaded before the CLI (`node --import`), it notes how late the CLI's timers are. Each SIGUSR2 begins a time of noting or
// ends one; what was noted is written to the file that the environment names then.
import {renameSync, writeFileSync} from 'node:fs';
import {monitorEventLoopDelay} from 'node:perf_hooks';
import process from 'node:process';
import {delaysFileVariable, type NotedDelays} from '../noted-delays.ts';

const file = process.env[delaysFileVariable] ?? '';

/** A timer of its own, which costs some 2.6 % of a core: it does not run where CPU is measured. */
const delay = monitorEventLoopDelay({resolution: 1});
let isNoting = false;

process.on('SIGUSR2', () => {
	if (isNoting) {
		delay.disable();
		const noted: NotedDelays = {p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6};
		// Whoever finds the file finds all of it.
		writeFileSync(`${file}.part`, JSON.stringify(noted));
		renameSync(`${file}.part`, file);
	} else {
		delay.reset();
		delay.enable();
	}

	isNoting = !isNoting;
});
