import process from 'node:process';
import {expect, it} from 'vitest';
import {endedBySignal} from '../../../source/commands/cli/ended-by-signal.ts';

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
