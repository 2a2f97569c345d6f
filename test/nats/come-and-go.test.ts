import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import type {ServerState} from '../../source/domain/server.ts';
import {everySeries, startTestCluster} from '../support/with-cluster.ts';
import {accountApi, type AccountApi} from './account-api.ts';
import {startSeen} from './start-seen.ts';
import {targetOf} from './target.ts';
import {watchLocal, type WatchedCluster} from './watched-cluster.ts';

/** Notes each state of a server, and the most one-replica groups that were ever counted for it. */
function follow({cluster, view}: WatchedCluster, name: string) {
	const states: (ServerState | undefined)[] = [view.servers.get(name)?.state];
	let mostR1 = 0;
	const end = cluster.watch(() => {
		const state = view.servers.get(name)?.state;
		if (states.at(-1) !== state) {
			states.push(state);
		}

		mostR1 = Math.max(mostR1, view.counts.get(name)?.r1 ?? 0);
	});
	return {states, mostR1: () => mostR1, end};
}

/** Looks at all servers again and again while something goes on. */
async function whileLooking({cluster}: WatchedCluster, work: Promise<void>): Promise<void> {
	const ended = new AbortController();
	const done = work.finally(() => {
		ended.abort();
	});
	while (!ended.signal.aborted) {
		await cluster.refresh();
	}

	await done;
}

const led = ({view}: WatchedCluster, name: string) => {
	const counts = view.counts.get(name);
	return (counts?.streams ?? 0) + (counts?.consumers ?? 0);
};

describe.each(everySeries)('a server of nats-server %s under watch', series => {
	let local: LocalCluster;
	let shop: AccountApi;

	// A cluster for each of them: replicas that stay behind in 2.9 would leave the next one without a quorum.
	beforeEach(async () => {
		local = await startTestCluster({
			series,
			configure: () => 'lame_duck_duration: "60s"\nlame_duck_grace_period: "1s"',
		});
		shop = await accountApi(local, 'SHOP');
		await Promise.all(
			Array.from({length: 24}, async (_, index) => {
				const stream = `S${index}`;
				await shop.createStream(stream, 3);
				await shop.createConsumer(stream, 'all');
				await shop.createConsumer(stream, 'one', 1);
			}),
		);
	});

	afterEach(async () => {
		await shop?.close();
		await local?.stop();
	});

	it('stops and comes back, and claims nothing that is not its own while it starts', async () => {
		const watched = await watchLocal(local);
		const {view, until} = watched;
		const r1 = view.counts.get('n2')?.r1 ?? 0;
		const {states, mostR1, end} = follow(watched, 'n2');

		await local.stopServer('n2');
		await until('n2 to be offline', () => view.servers.get('n2')?.state === 'offline');
		await until(
			'all leaders elsewhere',
			() => led(watched, 'n2') === 0 && led(watched, 'n1') + led(watched, 'n3') === 48,
		);
		expect(view.counts.get('n2')?.r1).toBe(r1);

		const back = until(
			'n2 to be back',
			() => view.servers.get('n2')?.state === 'online' && view.missing.length === 0,
		);
		await whileLooking(watched, startSeen(local, 'n2', back));
		await until('one leader for each group', () => view.leaderless.size === 0);
		expect(view.groups.size).toBe(72);
		expect(view.counts.get('n2')).toEqual({streams: 0, consumers: 0, r1});
		expect(mostR1()).toBe(r1);
		expect(view.servers.get('n2')?.rejoinedAt).toBeGreaterThan(0);
		// A quick start shows no recovery, but there is never a way back.
		expect(states.filter(state => state !== 'recovering' && state !== 'silent')).toEqual([
			'online',
			'offline',
			'online',
		]);
		end();
		await watched.close();
	});

	it('is silent when it was killed, until the others miss it', async () => {
		const watched = await watchLocal(local, {target: targetOf(local, 'SYS', {only: 'n1'})});
		const {view, until} = watched;
		await local.killServer('n3');
		await until('n3 to be silent', () => view.servers.get('n3')?.state === 'silent');
		await until(
			'elections by those who miss it',
			() => led(watched, 'n3') === 0 && led(watched, 'n1') + led(watched, 'n2') === 48,
		);

		const back = until('n3 to be back', () => view.servers.get('n3')?.state === 'online');
		await startSeen(local, 'n3', back);
		await watched.close();
	});

	it('is replaced by another when it carries the connection of the watch', async () => {
		const watched = await watchLocal(local, {
			target: targetOf(local, 'SYS', {only: 'n1'}),
			intervalMs: 3_600_000,
		});
		const {view, until, next, cluster} = watched;
		const lost = next('connection-changed', ({state}) => state === 'reconnecting');
		const back = next('connection-changed', ({state}) => state === 'connected');
		await local.stopServer('n1');
		expect((await lost).detail).toMatch(/^lost 127\.0\.0\.1:\d+$/);
		await back;
		// Nothing but the reconnection itself asks for anything.
		await until(
			'new inventories of both',
			() => view.missing.length === 0 && led(watched, 'n2') + led(watched, 'n3') === 48,
		);
		expect(view.servers.get('n1')?.state).toBe('offline');
		// A round does not wait for one that was away: its answer may come too late for the first.
		cluster.setIntervalMs(500);
		const online = until('n1 to be back', () => view.servers.get('n1')?.state === 'online');
		await startSeen(local, 'n1', online);
		await watched.close();
	});

	// Servers of 2.9 do not announce it.
	it.skipIf(series === '2.9')('is shown in lame-duck mode as soon as it says so', async () => {
		const watched = await watchLocal(local, {intervalMs: 3_600_000});
		const {view, until, next} = watched;
		const leaving = next('server-leaving');
		local.lameDuck('n3');
		expect(await leaving).toMatchObject({server: 'n3', how: 'lame-duck'});
		expect(view.servers.get('n3')?.state).toBe('lame-duck');
		await until('its leaders to leave', () => led(watched, 'n3') === 0);
		await watched.close();
	});
});
