import {readdir, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {openRecording} from '../../source/recording/reader.ts';
import {createRecorder} from '../../source/recording/recorder.ts';
import {createRotatingFile, type RotatingFile} from '../../source/recording/rotating-file.ts';
import {createStore} from '../../source/state/store.ts';
import {start} from '../support/build.ts';
import {seededRandom} from '../support/random.ts';
import {randomEvents} from './random-events.ts';
import {recordEvents, testHead} from './record-events.ts';
import {replayed} from './replayed.ts';
import {temporaryFolder} from './temporary-folder.ts';

const folder = await temporaryFolder();
const events = randomEvents(seededRandom(1), 4000);
const small = {maxBytes: 30_000, leastText: 100_000, perTurn: 20} as const;

async function filesOf(name: string): Promise<string[]> {
	const files = await readdir(folder);
	return files.filter(file => file.startsWith(name)).sort();
}

describe('a recording that is rotated', () => {
	it('is replayed as one, as far back as its files are kept', async () => {
		const file = path.join(folder, 'many');
		const watched = await recordEvents(file, events, {...small, keep: 4});
		expect(await filesOf('many')).toEqual(['many', 'many.1', 'many.2', 'many.3']);
		for (const name of await filesOf('many')) {
			const {size, mode} = await stat(path.join(folder, name));
			expect(size).toBeLessThan(2 * small.maxBytes);
			expect(mode & 0o777).toBe(0o600);
		}

		const {replay, recording, store} = await replayed(file);
		expect(recording.startsAt).toBeGreaterThan(start);
		const middle = recording.startsAt + (recording.endsAt - recording.startsAt) / 3;
		for (const at of [recording.startsAt, middle, recording.endsAt]) {
			await replay.toTime(at);
			const expected = createStore();
			for (const event of events.slice(0, countUntil(at))) {
				expected.apply(event);
			}

			expect(store.snapshot()).toEqual(expected.snapshot());
		}

		expect(store.snapshot()).toEqual(watched.snapshot());
		expect(replay.state()).toMatchObject({troubles: [], isIncomplete: false});
		await replay.close();
	});

	it('can be replayed up to one of its files, and without one that is gone', async () => {
		const file = path.join(folder, 'some');
		await recordEvents(file, events, {...small, keep: 10});
		const all = await opened(file);
		const earlier = await opened(`${file}.2`);
		expect(earlier.startsAt).toBe(all.startsAt);
		expect(earlier.endsAt).toBeLessThan(all.endsAt);

		await rm(`${file}.2`);
		const rest = await opened(file);
		expect(rest.startsAt).toBeGreaterThan(earlier.endsAt - 1);
		expect(rest.endsAt).toBe(all.endsAt);
	});

	it('keeps one file only, when no more are wanted', async () => {
		const file = path.join(folder, 'single');
		const watched = await recordEvents(file, events, {...small, keep: 1});
		expect(await filesOf('single')).toEqual(['single']);
		const {replay, recording, store} = await replayed(file);
		await replay.toTime(recording.endsAt);
		expect(store.snapshot()).toEqual(watched.snapshot());
		await replay.close();
	});

	it('is no part of another recording that happens to lie there', async () => {
		const file = path.join(folder, 'mine');
		await recordEvents(file, events.slice(0, 50));
		await recordEvents(path.join(folder, 'theirs'), events, small);
		const alone = await opened(file);
		await writeFile(`${file}.1`, 'something else');
		expect((await opened(file)).startsAt).toBe(alone.startsAt);
	});

	it('touches nothing that was there before', async () => {
		await writeFile(path.join(folder, 'old.1'), 'kept');
		await expect(createRotatingFile(path.join(folder, 'old'), 3)).rejects.toThrow(
			/old\.1 exists already/,
		);
		expect(await filesOf('old')).toEqual(['old.1']);
	});
});

/** How many of the events had happened; recorded time never goes back. */
function countUntil(at: number): number {
	let now = 0;
	const index = events.findIndex(event => {
		now = Math.max(now, event.at);
		return now > at;
	});
	return index === -1 ? events.length : index;
}

async function opened(file: string) {
	const recording = await openRecording(file);
	await recording.close();
	return recording;
}

function fail(reason: string): never {
	throw new Error(reason);
}

describe('a recorder', () => {
	const options = {head: testHead, snapshot: () => [], maxBytes: 1e9, flushIntervalMs: 0};

	it('says once that the disk is full, and takes events all the same', async () => {
		const failures: string[] = [];
		const full = new Error('ENOSPC: no space left on device');
		let room = 3;
		const file = await createRotatingFile(path.join(folder, 'full'), 2);
		const recorder = createRecorder({
			...options,
			file: {
				...file,
				async append(bytes) {
					if (room-- <= 0) {
						await file.append(bytes.subarray(0, 20));
						throw Object.assign(full, {code: 'ENOSPC'});
					}

					await file.append(bytes);
				},
			},
			onFailure: reason => failures.push(reason),
		});
		for (const event of events.slice(0, 200)) {
			recorder.note(event);
			await recorder.flush();
		}

		await recorder.close();
		expect(failures).toEqual(['the disk is full']);
		expect(recorder.state().failure).toBe('the disk is full');
		// The head, the snapshot and the first event were written.
		const {members, troubles} = await opened(path.join(folder, 'full'));
		expect(members.map(({kind}) => kind)).toEqual(['snapshot', 'events']);
		expect(troubles).toEqual(['its last 20 bytes are cut off or not yet written']);
	});

	it('can be replayed while it still records, and after a crash', async () => {
		const file = path.join(folder, 'alive');
		const recorder = createRecorder({
			...options,
			file: await createRotatingFile(file, 2),
			onFailure: fail,
		});
		recorder.note(events[0] as ClusterEvent);
		await recorder.flush();
		expect((await opened(file)).members).toHaveLength(2);
		recorder.note(events[1] as ClusterEvent);
		await recorder.flush();
		expect((await opened(file)).members).toHaveLength(3);
		await recorder.close();
	});

	it('loses events rather than memory when the disk is too slow, and makes up for them', async () => {
		let letGo = () => {};
		const stalled = new Promise<void>(resolve => {
			letGo = resolve;
		});
		const slowFile = path.join(folder, 'slow');
		const file = await createRotatingFile(slowFile, 2);
		const slow: RotatingFile = {
			...file,
			async append(bytes) {
				await stalled;
				await file.append(bytes);
			},
		};
		const store = createStore();
		const recorder = createRecorder({
			...options,
			file: slow,
			snapshot: store.snapshot,
			mostWaiting: 5000,
			onFailure: fail,
		});
		const flood = randomEvents(seededRandom(2), 200);
		const note = (at: number, event: ClusterEvent) => {
			const later = {...event, at};
			recorder.note(later);
			store.apply(later);
		};
		for (let index = 0; recorder.state().lost < 1000; index++) {
			note(start + index, flood[index % flood.length] as ClusterEvent);
		}

		expect(recorder.state().events).toBeLessThan(7000);
		letGo();
		await recorder.flush();
		note(start + 1e7, flood[0] as ClusterEvent);
		await recorder.close();

		const {replay, recording, store: shown} = await replayed(slowFile);
		expect(recording.troubles).toEqual(['some events came faster than they could be written']);
		await replay.toTime(recording.endsAt);
		expect(shown.snapshot()).toEqual(store.snapshot());
		await replay.close();
	});
});
