import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {openPty} from '../test/support/pty-screen.ts';
import type {Place} from './suite.ts';

export type ProgramOptions = {
	/** What it shall do; it gets `resultFile` besides. */
	readonly order: object;
	readonly nodeFlags?: readonly string[];
	readonly timeoutMs: number;
};

/**
 * Runs a program of `programs/` in a terminal of 140x45.
 * @returns what it wrote into its result file
 * @throws Error, showing the screen, when it fails or takes too long
 */
export async function runProgram(
	name: string,
	{program, scratch}: Place,
	{order, nodeFlags = [], timeoutMs}: ProgramOptions,
): Promise<unknown> {
	const resultFile = path.join(scratch, `${name}.json`);
	const pty = openPty({
		args: [...nodeFlags, program(name), JSON.stringify({...order, resultFile})],
		columns: 140,
		rows: 45,
	});
	try {
		const exit = await Promise.race([pty.exited, sleep(timeoutMs, undefined, {ref: false})]);
		if (exit?.exitCode !== 0) {
			const how = exit ? `ended with ${exit.exitCode}` : `was not done in ${timeoutMs / 1000} s`;
			throw new Error(`${name} ${how}:\n${pty.lines().join('\n').trim()}`);
		}

		return JSON.parse(await readFile(resultFile, 'utf8')) as unknown;
	} finally {
		await pty.close();
	}
}
