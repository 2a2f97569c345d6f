import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, it} from 'vitest';
import {defaultCountingRules} from '../../source/domain/distribution.ts';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {packMember} from '../../source/recording/container.ts';
import {RecordingError} from '../../source/recording/recording-error.ts';
import {openRecording} from '../../source/recording/reader.ts';
import {encodeLine} from '../../source/recording/recorder.ts';
import {createStore} from '../../source/state/store.ts';
import {mutate, randomFrom} from '../nats/decode/mutate.ts';
import {simulation} from '../sim/simulation.ts';
import {seededRandom} from '../support/random.ts';
import {applyAll} from '../support/store-of.ts';
import {stageScreen} from '../ui/stage-screen.ts';
import {randomEvents} from './random-events.ts';
import {recordEvents, testHead} from './record-events.ts';
import {replayed} from './replayed.ts';
import {temporaryFolder} from './temporary-folder.ts';

const folder = await temporaryFolder();
const whole = path.join(folder, 'whole');
const events = upgrade();
const watched = await recordEvents(whole, events, {leastText: 40_000, perTurn: 20});
const bytes = await readFile(whole);
const {members} = await opened(whole);

function upgrade(): readonly ClusterEvent[] {
	const {scheduler, events: told} = simulation({scenario: 'rolling-upgrade', streams: 8});
	scheduler.advance(100_000);
	return told;
}

async function opened(file: string) {
	const recording = await openRecording(file);
	await recording.close();
	return recording;
}

/** What is told from the beginning to the end of a file with these bytes in it; undefined when it is refused. */
async function toldBy(content: Buffer) {
	const file = path.join(folder, 'damaged');
	await writeFile(file, content);
	try {
		const {replay, recording, store} = await replayed(file);
		replay.pause();
		const told: ClusterEvent[] = [];
		replay.watch(event => told.push(event));
		await replay.toTime(recording.startsAt);
		while (replay.state().phase !== 'ended') {
			await replay.toWhere(() => false);
		}

		const {troubles, isIncomplete} = replay.state();
		await replay.close();
		return {told, store, troubles, isIncomplete};
	} catch (error) {
		expect(error).toBeInstanceOf(RecordingError);
		return undefined;
	}
}

describe('a recording that was cut', () => {
	it('loses only what was cut off, wherever that is', async () => {
		const random = seededRandom(1);
		for (let round = 0; round < 20; round++) {
			const length = random.below(bytes.length);
			const result = await toldBy(bytes.subarray(0, length));
			const kept = members.filter(
				({kind, offset, size}) => kind === 'events' && offset + size <= length,
			);
			if (!result) {
				expect(kept).toHaveLength(0);
				continue;
			}

			const count = kept.reduce((sum, {lines}) => sum + lines, 0);
			expect(result.told).toHaveLength(count);
			expect(result.store.snapshot()).toEqual(
				applyAll(createStore(), events.slice(0, count)).snapshot(),
			);
			const isWhole = members.some(({offset, size}) => offset + size === length);
			expect(result.troubles).toHaveLength(isWhole ? 0 : 1);
			expect(result.isIncomplete).toBe(false);
		}
	});

	it('is refused in one line when nothing is left of it', async () => {
		const cut = path.join(folder, 'nothing');
		await writeFile(cut, bytes.subarray(0, 40));
		await expect(openRecording(cut)).rejects.toThrow(/is too damaged/);
		await writeFile(cut, '');
		await expect(openRecording(cut)).rejects.toThrow(RecordingError);
	});
});

describe('a recording that is damaged', () => {
	it('is whole again from the next way in on', async () => {
		const random = seededRandom(2);
		const lastWayIn = members.findLast(({begins}) => begins)?.offset ?? 0;
		const second = members[1]?.offset ?? 0;
		let lossy = 0;
		for (let round = 0; round < 20; round++) {
			const content = Buffer.from(bytes);
			const at = second + random.below(lastWayIn - second);
			content[at] = (content[at] ?? 0) ^ (1 << random.below(8));
			const result = await toldBy(content);
			// Memories are not read where events lead on; all that is missing is said.
			const isLess = (result?.told.length ?? 0) < events.length;
			expect(isLess ? result?.troubles : ['']).not.toEqual([]);
			expect(result?.isIncomplete).toBe(false);
			expect(result?.store.snapshot()).toEqual(watched.snapshot());
			expect(result?.told.length).toBeLessThanOrEqual(events.length);
			lossy += isLess ? 1 : 0;
		}

		expect(lossy).toBeGreaterThan(5);
	});

	it('says that the picture may be wrong until then', async () => {
		const victim = members.findLast(({kind}) => kind === 'events');
		const content = Buffer.from(bytes);
		content.fill(0, (victim?.offset ?? 0) + 80, (victim?.offset ?? 0) + 90);
		const result = await toldBy(content);
		expect(result).toMatchObject({
			isIncomplete: true,
			troubles: [expect.stringMatching(/^1 of \d+ pieces are damaged$/)],
		});
	});

	it('never fails, whatever became of its bytes', async () => {
		const random = seededRandom(3);
		for (let round = 0; round < 20; round++) {
			const content = Buffer.from(bytes);
			for (let change = random.below(20); change >= 0; change--) {
				const at = random.below(content.length);
				const end = Math.min(content.length, at + random.below(200));
				const other = random.below(content.length);
				content.copy(content, at, other, other + (end - at));
				content[at] = random.below(256);
			}

			await toldBy(content);
		}
	});
});

describe('a recording that somebody made up', () => {
	it('is taken for what can be read of it, and shown', {timeout: 60_000}, async () => {
		const random = randomFrom(4);
		const numbers = seededRandom(5);
		const base = randomEvents(numbers, 150);
		const snapshot = applyAll(createStore(), base).snapshot();
		const head = JSON.stringify({...testHead, part: 1, startedAt: 0});
		const facts = {begins: true, ends: true, afterLoss: false, elections: 9, from: 5, to: 8.64e15};
		for (let round = 0; round < 16; round++) {
			const garbled = [...snapshot, ...base].map(each =>
				random() < 0.3
					? (JSON.stringify(mutate(JSON.parse(encodeLine(each)), random)) ?? '')
					: encodeLine(each),
			);
			const result = await toldBy(
				Buffer.concat([
					await packMember([head], {...facts, kind: 'head'}),
					await packMember(garbled.slice(0, snapshot.length), {...facts, kind: 'snapshot'}),
					await packMember(garbled.slice(snapshot.length), {...facts, kind: 'events'}),
				]),
			);
			expect(result?.told.length).toBeGreaterThan(20);
			for (const [columns, rows] of [
				[80, 24],
				[140, 45],
			] as const) {
				const screen = stageScreen(result?.store.view ?? createStore().view, {
					rules: defaultCountingRules,
					origin: {label: 'x', type: 'system', recorded: true},
				});
				screen.press('tab', 'enter');
				expect(screen.lines(columns, rows)).toHaveLength(rows);
				screen.press('escape', 'e');
				expect(screen.lines(columns, rows)).toHaveLength(rows);
			}
		}
	});

	it('does not unpack what would fill the memory', async () => {
		const facts = {begins: false, ends: false, afterLoss: false, elections: 0, from: 0, to: 1};
		const result = await toldBy(
			Buffer.concat([
				await packMember(['x'.repeat(40_000_000)], {...facts, kind: 'events'}),
				await packMember([encodeLine({type: 'look-completed', at: 1, askedAt: 0, server: 'n1'})], {
					...facts,
					kind: 'events',
				}),
			]),
		);
		expect(result?.told).toHaveLength(1);
		expect(result?.troubles).toEqual([
			'its first records cannot be read',
			'1 of 2 pieces are damaged',
		]);
	});
});
