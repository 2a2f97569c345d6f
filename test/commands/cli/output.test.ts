import {spawn} from 'node:child_process';
import {closeSync, existsSync, openSync} from 'node:fs';
import process from 'node:process';
import {expect, it} from 'vitest';
import {endedBySignal} from '../../../source/commands/cli/output.ts';
import {cliFile} from '../../support/cli-file.ts';

it.skipIf(!existsSync('/dev/full'))(
	'says in one line that its output does not fit on the disk',
	async () => {
		const full = openSync('/dev/full', 'w');
		try {
			expect(await endOf(['--help'], full)).toEqual({
				exitCode: 1,
				stderr:
					'leadertop: what it prints could not be written: ENOSPC: no space left on device, write\n',
			});
		} finally {
			closeSync(full);
		}
	},
);

it('says nothing when its reader has gone away', async () => {
	expect(await endOf(['--help'], 'pipe')).toEqual({exitCode: 0, stderr: ''});
});

it('lets work end in good order when a closed terminal and its shell both hang up', () => {
	const listening = () => process.listenerCount('SIGHUP');
	const before = listening();
	const ending = endedBySignal();
	process.emit('SIGHUP', 'SIGHUP');
	expect(ending.signal.aborted).toBe(true);
	expect(ending.exitCode()).toBe(129);

	// Nobody listening would mean that the next one kills.
	process.emit('SIGHUP', 'SIGHUP');
	expect(listening()).toBe(before + 1);
	ending.release();
	expect(listening()).toBe(before);
});

/** @param stdout a file, or a pipe that nobody reads */
async function endOf(args: readonly string[], stdout: number | 'pipe') {
	const child = spawn(process.execPath, [cliFile, ...args], {stdio: ['ignore', stdout, 'pipe']});
	let stderr = '';
	child.stdout?.destroy();
	child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
	const exitCode = await new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	return {exitCode, stderr};
}
