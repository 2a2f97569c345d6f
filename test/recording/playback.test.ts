import path from 'node:path';
import {afterEach, describe, expect, it} from 'vitest';
import type {ClusterEvent} from '../../source/domain/cluster-event.ts';
import {groupsLedBy, start} from '../support/build.ts';
import {elected, firstLook, serversReported} from '../support/events.ts';
import {recordEvents} from './record-events.ts';
import {replayed, type Replayed} from './replayed.ts';
import {temporaryFolder} from './temporary-folder.ts';

const folder = await temporaryFolder();
const file = path.join(folder, 'playback');
const servers = ['n1', 'n2', 'n3'];
const groups = groupsLedBy({n1: 4, n2: 4, n3: 4});
const second = 1000;

/**
 * A minute: a look at the servers once a second, and two occasions of elections.
 * at 20.0, 20.3, 20.6 s  n1 loses three leaders to n2
 * at 40.0, 40.1 s        n1 gets two of n3
 */
const occasions: readonly (readonly [number, number, string])[] = [
	[20_000, 0, 'n2'],
	[20_300, 1, 'n2'],
	[20_600, 2, 'n2'],
	[40_000, 8, 'n1'],
	[40_100, 9, 'n1'],
];
const looks = Array.from({length: 60}, (_, index) =>
	serversReported(servers, {at: start + (index + 1) * second}),
);
const elections = occasions.flatMap(([at, index, leader]): ClusterEvent[] => {
	const group = groups[index];
	return group ? [elected(group, leader, {at: start + at})] : [];
});
const events = [...firstLook(servers, groups), ...looks, ...elections].sort((a, b) => a.at - b.at);
await recordEvents(file, events, {leastText: 2000, perTurn: 10});

let open: Replayed | undefined;

async function openReplayed(speed = 1): Promise<Replayed> {
	open = await replayed(file, speed);
	return open;
}

afterEach(async () => {
	await open?.replay.close();
	open = undefined;
});

const leadersOf = ({store}: Replayed) =>
	servers.map(name => store.view.counts.get(name)?.streams ?? 0).join(' ');

const at = ({replay}: Replayed) => replay.state().at - start;

describe('a replay', () => {
	it.each([1, 4, 30])('goes on as fast as is wanted (%ix)', async speed => {
		const played = await openReplayed(speed);
		expect(played.replay.state()).toMatchObject({phase: 'playing', speed, at: start});
		await played.pass(19_999 / speed);
		expect(leadersOf(played)).toBe('4 4 4');
		await played.pass(700 / speed);
		expect(leadersOf(played)).toBe('1 7 4');
		expect(at(played)).toBeCloseTo(20_699, -2);
		await played.pass(60_000 / speed);
		expect(leadersOf(played)).toBe('3 7 2');
		expect(played.replay.state()).toMatchObject({phase: 'ended', at: start + 60_000});
		expect(played.pending()).toBe(0);
	});

	it('stands still while it is paused, and goes on from there', async () => {
		const played = await openReplayed();
		const {replay} = played;
		await played.pass(20_400);
		replay.pause();
		await played.pass(600_000);
		expect(leadersOf(played)).toBe('2 6 4');
		expect(replay.state()).toMatchObject({phase: 'paused', at: start + 20_400});
		replay.goOn();
		await played.pass(199);
		expect(leadersOf(played)).toBe('2 6 4');
		await played.pass(1);
		expect(leadersOf(played)).toBe('1 7 4');
	});

	it('takes another speed from where it is', async () => {
		const played = await openReplayed(2);
		await played.pass(5000);
		played.replay.setSpeed(0.5);
		await played.pass(4000);
		expect(at(played)).toBe(12_000);
		played.replay.setSpeed(1000);
		await played.pass(30);
		expect(at(played)).toBe(42_000);
		expect(leadersOf(played)).toBe('3 7 2');
	});

	it('steps one event on and back, and stands still there', async () => {
		const played = await openReplayed();
		const {replay} = played;
		await replay.toTime(start + 20_000);
		await replay.step(1);
		expect([at(played), leadersOf(played), replay.state().phase]).toEqual([
			20_300,
			'2 6 4',
			'paused',
		]);
		await Promise.all([replay.step(-1), replay.step(-1)]);
		expect(leadersOf(played)).toBe('4 4 4');
		await Promise.all(Array.from({length: 3}, async () => replay.step(1)));
		expect([at(played), leadersOf(played)]).toEqual([20_600, '1 7 4']);
		await replay.toTime(start);
		for (let index = 0; index < 20; index++) {
			await replay.step(-1);
		}

		expect(at(played)).toBe(0);
		expect(played.store.view.groups.size).toBe(0);
		await replay.step(1);
		expect(played.store.view.connection.state).toBe('connected');
	});

	it('finds elections, those that come together only once', async () => {
		const played = await openReplayed();
		const {replay} = played;
		const visited: number[] = [];
		while (await replay.toElection(1)) {
			visited.push(at(played));
		}

		expect(visited).toEqual([20_000, 40_000]);
		expect(leadersOf(played)).toBe('2 7 3');
		await replay.toTime(start + 60_000);
		expect(replay.state().phase).toBe('ended');
		while (await replay.toElection(-1)) {
			visited.push(at(played));
		}

		expect(visited).toEqual([20_000, 40_000, 40_000, 20_000]);
		expect(leadersOf(played)).toBe('3 5 4');
		await replay.toTime(start + 20_400);
		await replay.toElection(-1);
		expect(at(played)).toBe(20_000);
	});

	it('goes on to where something is so', async () => {
		const played = await openReplayed();
		const {replay, store} = played;
		const isHot = () => store.view.counts.get('n2')?.streams === 7;
		expect(await replay.toWhere(isHot)).toBe(true);
		expect(at(played)).toBe(20_600);
		expect(await replay.toWhere(() => store.view.groups.size === 0)).toBe(false);
		expect(replay.state().phase).toBe('ended');
	});

	it('goes on after a jump, if it did before', async () => {
		const played = await openReplayed();
		await played.replay.toTime(start + 39_000);
		expect(played.replay.state()).toMatchObject({phase: 'playing', at: start + 39_000});
		await played.pass(1000);
		expect(leadersOf(played)).toBe('2 7 3');
		played.replay.pause();
		await played.replay.toTime(start + 500);
		expect(played.replay.state()).toMatchObject({phase: 'paused', at: start + 500});
		await played.replay.toTime(start + 1e9);
		expect(at(played)).toBe(60_000);
		await played.replay.toTime(0);
		expect(at(played)).toBe(0);
	});

	it('gives up a jump for the next', async () => {
		const played = await openReplayed();
		const {replay} = played;
		await Promise.all([
			replay.toWhere(() => false),
			replay.toTime(start + 50_000),
			replay.toTime(start + 20_300),
		]);
		expect([at(played), leadersOf(played)]).toEqual([20_300, '2 6 4']);
	});

	it('cannot act', async () => {
		const {replay} = await openReplayed();
		const [group] = groups;
		expect(group && replay.permission(group)).toEqual({
			type: 'locked',
			missing: 'a recording cannot act',
		});
		expect(replay.metaPermission('east').type).toBe('locked');
		expect(
			group && (await replay.stepDown({group, preferred: undefined, timeoutMs: 1})),
		).toMatchObject({type: 'refused'});
		expect(
			await replay.stepDownMetaLeader({cluster: 'east', preferred: undefined, timeoutMs: 1}),
		).toMatchObject({type: 'refused'});
	});

	it('tells nothing more once it is closed', async () => {
		const played = await openReplayed();
		await played.pass(1000);
		const {revision} = played.store.view;
		await played.replay.close();
		await played.pass(60_000);
		expect(played.store.view.revision).toBe(revision);
		expect(played.pending()).toBe(0);
	});
});
