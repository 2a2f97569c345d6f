import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import {createReplaying, reportTroubles} from '../../../source/commands/screen/replaying.ts';
import {defaultCountingRules} from '../../../source/domain/distribution.ts';
import type {ClusterEvent} from '../../../source/domain/cluster-event.ts';
import {groupsLedBy, start} from '../../support/build.ts';
import {elected, firstLook, serversReported} from '../../support/events.ts';
import {recordEvents} from '../../recording/record-events.ts';
import {replayed, type Replayed} from '../../recording/replayed.ts';
import {temporaryFolder} from '../../recording/temporary-folder.ts';

const file = path.join(await temporaryFolder(), 'wishes');
const servers = ['n1', 'n2', 'n3'];
const groups = groupsLedBy({n1: 4, n2: 4, n3: 4});

/** One leader after the other goes to n1, and three of them go back again: above 6 of 12 it is a hotspot. */
const moves = [4, 5, 6, 4, 5, 6].flatMap((index, turn): ClusterEvent[] => {
	const group = groups[index];
	const at = start + (turn + 1) * 10_000;
	return group ? [elected(group, turn < 3 ? 'n1' : 'n2', {at})] : [];
});
await recordEvents(file, [
	...firstLook(servers, groups),
	...moves,
	serversReported(servers, {at: start + 90_000}),
]);

let open: Replayed | undefined;

async function operator() {
	open = await replayed(file);
	const told: string[] = [];
	const {replay, store} = open;
	const notify = (text: string) => {
		told.push(text);
	};
	const wish = createReplaying({replay, view: store.view, rules: defaultCountingRules, notify});
	await replay.idle();
	return {...open, wish, told, notify, at: () => replay.state().at - start};
}

afterEach(async () => {
	await open?.replay.close();
	open = undefined;
});

describe('what an operator wants of a replay', () => {
	it('goes to where other servers are hotspots', async () => {
		const {wish, told, at, store} = await operator();
		await wish({type: 'hotspots'});
		expect([at(), store.view.counts.get('n1')?.streams]).toEqual([30_000, 7]);
		await wish({type: 'hotspots'});
		expect([at(), store.view.counts.get('n1')?.streams]).toEqual([40_000, 6]);
		expect(told).toEqual([]);
		await wish({type: 'hotspots'});
		expect([at(), told]).toEqual([90_000, ['No change of hotspots until the end']]);
	});

	it('pauses and goes on, with the same wish', async () => {
		const {wish, replay} = await operator();
		await wish({type: 'pause'});
		expect(replay.state().phase).toBe('paused');
		await wish({type: 'pause'});
		expect(replay.state().phase).toBe('playing');
		await wish({type: 'speed', speed: 30});
		expect(replay.state().speed).toBe(30);
	});

	it('says where there are no elections any more', async () => {
		const {wish, told, at} = await operator();
		await wish({type: 'election', by: -1});
		expect(told).toEqual(['No elections before this']);
		await wish({type: 'time', at: start + 60_000});
		await wish({type: 'election', by: 1});
		expect(told.at(-1)).toBe('No elections after this');
		await wish({type: 'election', by: -1});
		expect(at()).toBe(50_000);
		await wish({type: 'step', by: -1});
		expect(at()).toBe(40_000);
	});

	it('hears once what cannot be read', () => {
		const told: string[] = [];
		let troubles: readonly string[] = [];
		let change = () => {};
		reportTroubles(
			{
				state: () => ({
					at: 0,
					startsAt: 0,
					endsAt: 0,
					speed: 1,
					phase: 'paused',
					isIncomplete: false,
					troubles,
				}),
				onChange(listener) {
					change = listener;
				},
			},
			text => told.push(text),
		);
		change();
		expect(told).toEqual([]);
		troubles = ['3 bytes are damaged'];
		change();
		change();
		expect(told).toEqual(['Parts of the recording cannot be read: 3 bytes are damaged']);
	});
});
