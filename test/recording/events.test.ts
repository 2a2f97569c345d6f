import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {gunzipSync} from 'node:zlib';
import {describe, expect, it} from 'vitest';
import {decodeEvent, decodeSnapshotRecord} from '../../source/recording/records.ts';
import {encodeLine} from '../../source/recording/recorder.ts';
import {emptyKnowledge} from '../../source/state/knowledge.ts';
import {createStore} from '../../source/state/store.ts';
import {aGroup, start} from '../support/build.ts';
import {elected} from '../support/events.ts';
import {seededRandom} from '../support/random.ts';
import {applyAll} from '../support/store-of.ts';
import {randomEvents} from './random-events.ts';
import {recordEvents} from './record-events.ts';
import {replayed} from './replayed.ts';
import {temporaryFolder} from './temporary-folder.ts';

const folder = await temporaryFolder();

describe('a line of a recording', () => {
	it('gives back every event as it was', () => {
		for (const event of randomEvents(seededRandom(1), 3000)) {
			expect(decodeEvent(JSON.parse(encodeLine(event)))).toEqual(event);
		}
	});

	it('gives back everything that is remembered as it was', () => {
		const store = applyAll(createStore(), randomEvents(seededRandom(2), 6000));
		store.setMover('east', 'moves by ann@bastion');
		const snapshot = store.snapshot();

		expect(new Set(snapshot.map(({type}) => type)).size).toBeGreaterThanOrEqual(12);
		for (const record of snapshot) {
			expect(decodeSnapshotRecord(JSON.parse(encodeLine(record)))).toEqual(record);
		}
	});

	it('may come from an earlier version: what that did not write is undefined, or false', () => {
		const server = {type: 'server', name: 'n1', readings: null, trend: [3]};
		expect(decodeSnapshotRecord(server)).toEqual({
			...server,
			server: undefined,
			readings: undefined,
			departure: undefined,
			looked: false,
			lookedAt: undefined,
			restart: undefined,
			lags: undefined,
		});
	});

	it('is refused where it is none, and loses what no version knows', () => {
		const looked = {type: 'look-completed', at: 1, askedAt: 0, server: 'n1'};
		expect(decodeEvent({...looked, isNews: true})).toEqual(looked);
		for (const line of [
			{...looked, at: -1},
			{...looked, askedAt: 1e300},
			{...looked, server: 7},
			{...looked, type: 'toString'},
			{at: 1},
			[],
			null,
		]) {
			expect(() => decodeEvent(line)).toThrow();
		}
	});

	it('is printable, whatever a name holds', () => {
		const stream = '\u001B[31mRED\u0007\u202E\u0085\u2028';
		const line = encodeLine(elected(aGroup({stream}), 'n1\n'));
		expect(line).toMatch(/^[ -~\uFFFD]*$/);
		expect(line).not.toContain('\\u');
		expect(JSON.parse(line).leader).toBe('n1\uFFFD');
	});
});

describe('a store', () => {
	it.each([3, 4, 5, 6])(
		'goes on from a snapshot as it would have gone on itself (seed %i)',
		seed => {
			const random = seededRandom(seed);
			const events = randomEvents(random, 2000);
			const whole = createStore();
			const other = createStore();
			applyAll(other, randomEvents(random, 200));
			for (const [index, event] of events.entries()) {
				if (random.chance(0.01)) {
					other.restore(whole.snapshot());
					expect(other.snapshot()).toEqual(whole.snapshot());
				}

				whole.apply(event);
				if (index > 400) {
					other.apply(event);
				}
			}

			other.restore(whole.snapshot());
			expect(other.snapshot()).toEqual(whole.snapshot());
			expect([...other.view.groups]).toEqual([...whole.view.groups]);
			expect([...other.view.leaderless.keys()].sort()).toEqual(
				[...whole.view.leaderless.keys()].sort(),
			);
			expect(other.view.electionSummary).toEqual(whole.view.electionSummary);
			expect(other.view.counts).toEqual(whole.view.counts);
		},
	);

	it('lets nobody take what it recalled for what it knew before', () => {
		const store = applyAll(createStore(), randomEvents(seededRandom(7), 300));
		const {view} = store;
		const {revision, planRevision} = view;
		let told = 0;
		store.subscribe(() => told++);

		store.restore([]);
		expect(view.groups.size).toBe(0);
		expect(view.revision).toBeGreaterThan(revision);
		expect(view.planRevision).toBeGreaterThan(planRevision);
		expect(told).toBe(1);
	});

	it('keeps a baseline that was set, over all recalling', () => {
		const store = applyAll(createStore(), randomEvents(seededRandom(8), 300));
		const snapshot = store.snapshot();
		store.setBaseline(new Map([['n1', 7]]));
		store.restore(snapshot);
		expect(store.view.baseline).toEqual(new Map([['n1', 7]]));
	});

	it('knows nothing that is not written down', () => {
		// What is added here has to become a record of the snapshot as well, or to follow from one.
		const remembered =
			'revision now connection servers serversPlanRevision serverReadings departures unheard inventoried inventoryAskedAt ' +
			'restarts lags ledger deletions metaLeaders metaGroups offlineAssets elections requests movers baseline trends sampledAt rejected rejectedCount';
		expect(Object.keys(emptyKnowledge()).join(' ')).toBe(remembered);
	});
});

describe('a recording of events of all kinds', () => {
	it.each([11, 12, 13])('ends where the watching ended (seed %i)', async seed => {
		const file = path.join(folder, `random-${seed}`);
		const events = randomEvents(seededRandom(seed), 1500);
		const watched = await recordEvents(file, events, {leastText: 60_000});
		const {replay, recording, store} = await replayed(file);
		await replay.toTime(recording.endsAt);
		expect(store.snapshot()).toEqual(watched.snapshot());

		await replay.toTime(recording.startsAt + (recording.endsAt - recording.startsAt) / 2);
		await replay.toTime(recording.endsAt);
		expect(store.snapshot()).toEqual(watched.snapshot());
		await replay.close();
	});

	it('is gzip of JSON lines for everybody else', async () => {
		const file = path.join(folder, 'zcat');
		const events = randomEvents(seededRandom(14), 300);
		await recordEvents(file, events);
		const lines = gunzipSync(await readFile(file))
			.toString()
			.trimEnd()
			.split('\n');
		const [head, ...records] = lines.map(line => JSON.parse(line));
		expect(head).toMatchObject({leadertop: 'recording', format: 1, part: 1, label: 'prod-sys'});
		expect(records.filter(({type}) => type === 'leader-elected')).toHaveLength(
			events.filter(({type}) => type === 'leader-elected').length,
		);
		expect(head.startedAt).toBe(Math.max(start, events[0]?.at ?? 0));
	});
});
