import path from 'node:path';
import {describe, expect, it} from 'vitest';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {createStore} from '../../source/state/store.ts';
import {simulation} from '../sim/simulation.ts';
import {recordEvents} from './record-events.ts';
import {replayed} from './replayed.ts';
import {temporaryFolder} from './temporary-folder.ts';

const folder = await temporaryFolder();

/** Everything that a simulated rolling upgrade tells in its first minutes. */
function upgrade(seed: number): readonly ClusterEvent[] {
	const {scheduler, events} = simulation({scenario: 'rolling-upgrade', seed, streams: 20});
	scheduler.advance(4 * 60_000);
	return events;
}

describe('a recording of a rolling upgrade', () => {
	it.each([1, 2, 3])('ends where the watched cluster ended (seed %i)', async seed => {
		const file = path.join(folder, `upgrade-${seed}`);
		const events = upgrade(seed);
		const watched = await recordEvents(file, events, {leastText: 200_000});
		const {replay, store, recording} = await replayed(file);

		await replay.toTime(recording.endsAt);

		expect(store.snapshot()).toEqual(watched.snapshot());
		expect(replay.state()).toMatchObject({phase: 'ended', isIncomplete: false, troubles: []});
		expect(store.view.electionCount).toBeGreaterThan(20);
		await replay.close();
	});

	it('is the same at any time, whether it was jumped to or played to', async () => {
		const file = path.join(folder, 'jumps');
		const events = upgrade(4);
		await recordEvents(file, events, {leastText: 100_000});
		const {replay, store, recording} = await replayed(file);
		expect(recording.members.filter(({begins}) => begins).length).toBeGreaterThan(5);

		const {startsAt, endsAt} = recording;
		for (const share of [0.7, 0.1, 0.95, 0.4, 0, 0.41, 1, 0.05]) {
			const at = Math.round(startsAt + share * (endsAt - startsAt));
			const played = createStore();
			for (const event of events.filter(each => each.at <= at)) {
				played.apply(event);
			}

			await replay.toTime(at);
			expect(store.snapshot()).toEqual(played.snapshot());
			expect(replay.state().at).toBe(at);
		}

		await replay.close();
	});
});
