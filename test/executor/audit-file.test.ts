import {expect, test, vi} from 'vitest';
import {batched} from '../../source/executor/audit-file.ts';
import {everythingDone} from './stage.ts';

/** A disk that finishes a write when the test says so. */
function slowDisk() {
	const writes: string[] = [];
	let finish: (() => void) | undefined;
	return {
		writes,
		async commit(text: string) {
			writes.push(text);
			await new Promise<void>(resolve => {
				finish = resolve;
			});
		},
		async finish() {
			finish?.();
			await everythingDone();
		},
	};
}

test('writes lines together that come while the disk is busy, and holds each back until it is on it', async () => {
	const disk = slowDisk();
	const lines = batched(async text => disk.commit(text));
	const durable: string[] = [];
	const append = async (line: string) => {
		await lines.append(line);
		durable.push(line);
	};
	const appended = [append('a'), append('b')];
	await vi.waitFor(() => {
		expect(disk.writes).toEqual(['ab']);
	});
	appended.push(append('c'), append('d'));
	await everythingDone();
	expect(disk.writes).toEqual(['ab']);
	expect(durable).toEqual([]);

	await disk.finish();
	await vi.waitFor(() => {
		expect(disk.writes).toEqual(['ab', 'cd']);
	});
	expect(durable).toEqual(['a', 'b']);

	await disk.finish();
	await lines.idle();
	await Promise.all(appended);
	expect(durable).toEqual(['a', 'b', 'c', 'd']);
});

test('writes what comes of a line together with it, where no time passes in between', async () => {
	const disk = slowDisk();
	const lines = batched(async text => disk.commit(text));
	const appended = [lines.append('a')];
	for (let step = 0; step < 20; step++) {
		await Promise.resolve();
	}

	appended.push(lines.append('b'));
	await vi.waitFor(() => {
		expect(disk.writes).toEqual(['ab']);
	});
	await disk.finish();
	await Promise.all(appended);
});

test('puts nothing behind a write that failed', async () => {
	const writes: string[] = [];
	const lines = batched(async text => {
		writes.push(text);
		throw new Error('the disk is full');
	});
	await expect(lines.append('a')).rejects.toThrow('the disk is full');
	await expect(lines.append('b')).rejects.toThrow('the disk is full');
	expect(writes).toEqual(['a']);
});
