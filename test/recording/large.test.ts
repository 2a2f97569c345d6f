import {stat} from 'node:fs/promises';
import path from 'node:path';
import {expect, it} from 'vitest';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {groupsLedBy, start} from '../support/build.ts';
import {elected, firstLook, serversReported} from '../support/events.ts';
import {seededRandom} from '../support/random.ts';
import {recordEvents} from './record-events.ts';
import {replayed} from './replayed.ts';
import {temporaryFolder} from './temporary-folder.ts';

const folder = await temporaryFolder();
const servers = ['n1', 'n2', 'n3'];
const groups = groupsLedBy({n1: 200, n2: 200, n3: 200});

/** Hours in which some group elects every now and then. */
function longUpgrade(count: number): ClusterEvent[] {
	const random = seededRandom(1);
	return [
		...firstLook(servers, groups),
		...Array.from({length: count}, (_, index): ClusterEvent => {
			const at = start + (index + 1) * 500;
			return index % 2 === 0
				? serversReported(servers, {at})
				: elected(random.pick(groups), random.pick(servers), {at});
		}),
	];
}

it('of a long recording no more is read than what is near', {timeout: 60_000}, async () => {
	const file = path.join(folder, 'long');
	const events = longUpgrade(40_000);
	const watched = await recordEvents(file, events, {perTurn: 2000});
	const {size} = await stat(file);
	const {replay, recording, store, pass} = await replayed(file);

	// The headers only: nothing is unpacked to know how long it is.
	expect(recording.bytesRead()).toBeLessThan(size / 8);
	expect(recording.endsAt - recording.startsAt).toBe(40_000 * 500);
	const opened = recording.bytesRead();
	await pass(1000);
	expect(store.view.groups.size).toBe(600);
	expect(recording.bytesRead() - opened).toBeLessThan(size / 20);

	for (const share of [0.5, 0.98, 0.2]) {
		const before = recording.bytesRead();
		await replay.toTime(recording.startsAt + share * (recording.endsAt - recording.startsAt));
		expect(recording.bytesRead() - before).toBeLessThan(size / 5);
	}

	await replay.toTime(recording.endsAt);
	expect(store.snapshot()).toEqual(watched.snapshot());
	await replay.close();
});
