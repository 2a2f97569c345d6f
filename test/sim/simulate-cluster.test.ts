import {describe, expect, it} from 'vitest';
import {scenarioNames} from '../../source/sim/scenarios.ts';
import type {SimOptions} from '../../source/sim/build-world.ts';
import {isReplicated, simulation} from './simulation.ts';

const minuteMs = 60_000;

function eventsOf(options: Partial<SimOptions>): string {
	const {events, scheduler} = simulation({streams: 20, ...options});
	scheduler.advance(20_000);
	return JSON.stringify(events);
}

describe.each(scenarioNames)('the simulated cluster, %s', scenario => {
	it('tells the same with the same seed, and something else with another', () => {
		const told = eventsOf({scenario, seed: 7});

		expect(eventsOf({scenario, seed: 7})).toBe(told);
		expect(eventsOf({scenario, seed: 8})).not.toBe(told);
	});

	it('is known by its events exactly as it is', async () => {
		const {cluster, store, scheduler, stepDown, find} = simulation({scenario, seed: 3});
		const everything = () => Object.fromEntries([...store.view.groups].map(leaderEntry));
		const truth = () =>
			Object.fromEntries(cluster.truth().map(group => leaderEntry([group.key, group])));

		for (let round = 0; round < 3; round++) {
			await stepDown(find(group => isReplicated(group) && group.leader !== undefined));
			scheduler.advance(30_000);
			expect(everything()).toEqual(truth());
		}
	});

	it('loses no group and makes no new one', () => {
		const {cluster, scheduler, store} = simulation({scenario});
		const keys = cluster.truth().map(({key}) => key);

		scheduler.advance(minuteMs);

		expect(cluster.truth().map(({key}) => key)).toEqual(keys);
		expect(store.view.groups.size).toBe(keys.length);
	});
});

const leaderEntry = ([key, {leader}]: readonly [string, {readonly leader: string | undefined}]) =>
	[key, leader] as const;

describe('watching a simulated cluster', () => {
	it('begins with the connection, then servers, then all their groups', () => {
		const {events, store} = simulation();

		expect(events.map(({type}) => type)).toEqual([
			'connection-changed',
			'meta-leader-changed',
			'servers-reported',
			'meta-group-reported',
			...['n1', 'n2', 'n3'].flatMap(() => ['groups-reported', 'look-completed']),
		]);
		expect(store.view.missing).toEqual([]);
		expect(store.view.clusters.get('east')?.metaLeader).toBe('n2');
	});

	it('brings a round of reports each interval', () => {
		const {events, scheduler, cluster} = simulation({intervalMs: 1000});
		const rounds = () => events.filter(({type}) => type === 'servers-reported').length;

		scheduler.advance(10_000);
		expect(rounds()).toBe(11);

		cluster.setIntervalMs(5000);
		scheduler.advance(10_000);
		expect(rounds()).toBe(12);
	});

	it('tells each listener of what comes after it began to listen, until it leaves', () => {
		const {cluster, scheduler, events} = simulation();
		const before = events.length;
		const late: unknown[] = [];
		const leave = cluster.watch(event => late.push(event));

		scheduler.advance(5000);
		expect(late).toEqual(events.slice(before));

		leave();
		scheduler.advance(5000);
		expect(late.length).toBeLessThan(events.length - before);
	});

	it('asks large clusters for their inventories in turn', () => {
		const {events, scheduler} = simulation({servers: 5, streams: 4000, consumersPerStream: 1});
		const looks = () =>
			events.filter(event => event.type === 'look-completed').map(({server}) => server);
		expect(looks()).toHaveLength(5);

		scheduler.advance(1000);
		expect(looks()).toHaveLength(8);

		scheduler.advance(1000);
		expect(new Set(looks().slice(5))).toEqual(new Set(['n1', 'n2', 'n3', 'n4', 'n5']));
	});

	it('shows rates that differ, and hottest groups that change', () => {
		const {scheduler, store} = simulation();
		const hottest = () =>
			[...store.view.groups.values()]
				.sort((a, b) => (b.messagesPerSecond ?? 0) - (a.messagesPerSecond ?? 0))
				.slice(0, 10)
				.map(({key}) => key);

		scheduler.advance(3000);
		const first = hottest();
		const rates = [...store.view.groups.values()].map(
			({messagesPerSecond}) => messagesPerSecond ?? 0,
		);
		expect(Math.max(...rates) / Math.min(...rates)).toBeGreaterThan(100);

		scheduler.advance(30_000);
		expect(hottest()).not.toEqual(first);
	});

	it('shows servers whose messages, processor and memory move', () => {
		const {scheduler, store} = simulation();

		scheduler.advance(3000);
		const then = [...store.view.servers.values()];
		scheduler.advance(5000);
		const now = [...store.view.servers.values()];

		for (const [index, server] of now.entries()) {
			expect(server.messagesPerSecond).toBeGreaterThan(0);
			expect(server.messagesPerSecond).not.toBe(then[index]?.messagesPerSecond);
			expect(server.stats?.memoryBytes).not.toBe(then[index]?.stats?.memoryBytes);
		}
	});

	it('asks for everything at once on demand', async () => {
		const {cluster, scheduler, events} = simulation();
		const before = events.length;
		const refresh = cluster.refresh();
		await scheduler.advanceAsync(100);
		await refresh;

		const looks = events.slice(before).filter(({type}) => type === 'look-completed');
		expect(looks).toHaveLength(3);
	});

	it('counts what observing would have cost', () => {
		const {cluster, scheduler} = simulation();
		const {requests, bytesReceived} = cluster.cost();

		expect(requests).toBe(4);
		scheduler.advance(1100);
		expect(cluster.cost().requests).toBe(8);
		expect(cluster.cost().bytesReceived).toBe(2 * bytesReceived);
	});

	it('ends with the cluster, and leaves nothing booked', async () => {
		const {cluster, scheduler, events} = simulation({scenario: 'rolling-upgrade'});
		const refresh = cluster.refresh();

		await cluster.close();
		await refresh;
		const before = events.length;
		scheduler.advance(minuteMs);

		expect(scheduler.pending()).toBe(0);
		expect(events.length).toBe(before);
	});
});
