import {afterEach, expect, test, vi} from 'vitest';
import {companyMs, durableLines} from '../../source/executor/durable-lines.ts';
import {everythingDone} from './stage.ts';

afterEach(() => {
	vi.useRealTimers();
});

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
	const lines = durableLines(async text => disk.commit(text));
	const durable: string[] = [];
	const append = async (line: string) => {
		await lines.append(line);
		durable.push(line);
	};
	const appended = [append('a'), append('b')];
	await everythingDone();
	appended.push(append('c'), append('d'));
	await everythingDone();
	expect(disk.writes).toEqual(['ab']);
	expect(durable).toEqual([]);

	await disk.finish();
	expect(disk.writes).toEqual(['ab', 'cd']);
	expect(durable).toEqual(['a', 'b']);

	await disk.finish();
	await lines.idle();
	await Promise.all(appended);
	expect(durable).toEqual(['a', 'b', 'c', 'd']);
});

test('writes what comes of a line together with it, where no time passes in between', async () => {
	const disk = slowDisk();
	const lines = durableLines(async text => disk.commit(text));
	const appended = [lines.append('a')];
	for (let step = 0; step < 20; step++) {
		await Promise.resolve();
	}

	appended.push(lines.append('b'));
	await everythingDone();
	expect(disk.writes).toEqual(['ab']);
	await disk.finish();
	await Promise.all(appended);
});

test('puts nothing behind a write that failed', async () => {
	const writes: string[] = [];
	const lines = durableLines(async text => {
		writes.push(text);
		throw new Error('the disk is full');
	});
	await expect(lines.append('a')).rejects.toThrow('the disk is full');
	await expect(lines.append('b')).rejects.toThrow('the disk is full');
	expect(writes).toEqual(['a']);
});

test('lets a line that nobody waits for share the write of others', async () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	const writes: string[] = [];
	const lines = durableLines(async text => {
		writes.push(text);
	});
	const first = lines.appendInCompany('a');
	await everythingDone();
	expect(writes).toEqual([]);
	await Promise.all([lines.append('b'), first]);
	expect(writes).toEqual(['ab']);

	const second = lines.appendInCompany('c');
	await everythingDone();
	vi.advanceTimersByTime(companyMs - 1);
	await everythingDone();
	expect(writes).toEqual(['ab']);
	vi.advanceTimersByTime(1);
	await second;
	expect(writes).toEqual(['ab', 'c']);
});

test('writes it at once where no other line is to come', async () => {
	vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
	const writes: string[] = [];
	const lines = durableLines(async text => {
		writes.push(text);
	});
	const first = lines.appendInCompany('a');
	lines.flush();
	await first;
	const second = lines.appendInCompany('b');
	await everythingDone();
	lines.flush();
	await second;
	const third = lines.appendInCompany('c');
	await lines.idle();
	await third;
	expect(writes).toEqual(['a', 'b', 'c']);
});
