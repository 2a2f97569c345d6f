import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import type {ElectionCause} from '../../source/domain/election-cause.ts';
import {openNatsCluster} from '../../source/nats/open-nats-cluster.ts';
import type {Election} from '../../source/state/cluster-view.ts';
import {createStore} from '../../source/state/store.ts';
import {startTestCluster, type Series} from '../support/with-cluster.ts';
import {accountApi, type AccountApi} from './account-api.ts';
import {startSeen} from './start-seen.ts';
import {targetOf} from './target.ts';
import {watchLocal, type WatchedCluster} from './watched-cluster.ts';

describe.each<Series>(['2.10', 'newest'])('elections on nats-server %s', series => {
	let local: LocalCluster;
	let shop: AccountApi;
	let watched: WatchedCluster;

	/** The elections of groups that a server led, after this many that were seen before. */
	const electionsFrom = (server: string, seen: number): readonly Election[] =>
		watched.view.elections.slice(seen).filter(({from}) => from === server);

	/** Resolves when all that a server led has elected, for this cause. */
	async function untilElected(
		server: string,
		count: number,
		cause: ElectionCause,
		seen: number,
	): Promise<void> {
		await watched.until(`${count} elections because ${server} is ${cause}`, () => {
			const elections = electionsFrom(server, seen).filter(election => election.cause === cause);
			return elections.length >= count;
		});
	}

	const led = (server: string) => {
		const {streams = 0, consumers = 0} = watched.view.counts.get(server) ?? {};
		return streams + consumers;
	};

	/** The server to try it on: not the one over which we watch, and one that leads something. */
	async function victim(): Promise<string> {
		const [fullest = 'n2'] = ['n2', 'n3'].toSorted((a, b) => led(b) - led(a));
		while (led(fullest) === 0) {
			const {view, next, cluster} = watched;
			const group = [...view.groups.values()].find(({leader}) => leader === 'n1');
			const election = next('leader-elected');
			if (group) {
				await cluster.stepDown({group, preferred: undefined, timeoutMs: 10_000});
			}

			await election;
		}

		return fullest;
	}

	async function startAgain(server: string): Promise<void> {
		const isBack = () => watched.view.servers.get(server)?.state === 'online';
		await startSeen(local, server, watched.until('the server', isBack));
	}

	beforeAll(async () => {
		local = await startTestCluster({
			series,
			configure: () => 'lame_duck_duration: "60s"\nlame_duck_grace_period: "1s"',
		});
		shop = await accountApi(local, 'SHOP');
		for (let index = 0; index < 6; index++) {
			await shop.createStream(`S${index}`, 3);
			await shop.createConsumer(`S${index}`, 'all');
		}

		watched = await watchLocal(local, {
			target: targetOf(local, 'SYS', {only: 'n1'}),
			actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}],
		});
		await watched.until('all groups', () => watched.view.groups.size === 12);
	});

	afterAll(async () => {
		await watched?.close();
		await shop?.close();
		await local?.stop();
	});

	it('are told apart: by us, by another connection, without its user', async () => {
		const {cluster, view, until, group} = watched;
		const other = await local.connect('SHOP', {name: 'runbook'});
		const seen = view.elections.length;
		await other.request('$JS.API.STREAM.LEADER.STEPDOWN.S0', '', {timeout: 10_000});
		await other.request('$JS.API.CONSUMER.LEADER.STEPDOWN.S1.all', '', {timeout: 10_000});
		await other.close();
		await until('two elections', () => view.elections.length >= seen + 2);
		const answer = await cluster.stepDown({
			group: group('S2'),
			preferred: undefined,
			timeoutMs: 10_000,
		});
		expect(answer).toEqual({type: 'accepted'});
		await until('three elections', () => view.elections.length >= seen + 3);

		const told = view.elections
			.slice(seen)
			.map(({group: {stream, consumer}, cause, who}) => ({stream, consumer, cause, who}));
		const byOther = {cause: 'others', who: 'runbook on 127.0.0.1'};
		expect(told).toEqual(
			expect.arrayContaining([
				{stream: 'S0', consumer: undefined, ...byOther},
				{stream: 'S1', consumer: 'all', ...byOther},
				{stream: 'S2', consumer: undefined, cause: 'ours', who: undefined},
			]),
		);
		for (const {gapMs} of view.elections.slice(seen)) {
			expect(gapMs).toBeGreaterThanOrEqual(0);
		}
	});

	it('are told apart over an account alone, without who asked', async () => {
		const seen = watched.view.elections.length;
		const cluster = await openNatsCluster({target: targetOf(local, 'SHOP')});
		const store = createStore();
		const elected = new Promise<Election>(resolve => {
			store.subscribe(() => {
				const [election] = store.view.elections;
				if (election) {
					resolve(election);
				}
			});
		});
		const complete = new Promise<void>(resolve => {
			const unsubscribe = store.subscribe(() => {
				if (store.view.groups.size === 12) {
					unsubscribe();
					resolve();
				}
			});
		});
		cluster.watch(store.apply);
		try {
			await complete;
			const other = await local.connect('SHOP');
			await other.request('$JS.API.STREAM.LEADER.STEPDOWN.S3', '', {timeout: 10_000});
			await other.close();
			expect(await elected).toMatchObject({
				group: {stream: 'S3'},
				cause: 'others',
				who: undefined,
			});
		} finally {
			await cluster.close();
		}

		await watched.until('the same election', () => watched.view.elections.length > seen);
	});

	it('are those of a server that was killed', async () => {
		const server = await victim();
		const seen = watched.view.elections.length;
		const count = led(server);
		await local.killServer(server);
		await watched.until('all elections', () => electionsFrom(server, seen).length >= count);
		await watched.until('a cause for each', () =>
			electionsFrom(server, seen).every(({cause}) => cause === 'silent' || cause === 'offline'),
		);
		await startAgain(server);
	});

	it('are those of a server that is stopped', async () => {
		const server = await victim();
		const seen = watched.view.elections.length;
		const count = led(server);
		await local.stopServer(server);
		await untilElected(server, count, 'stopped', seen);
		await startAgain(server);
	});

	it('are those of a lame duck', async () => {
		const server = await victim();
		const seen = watched.view.elections.length;
		const count = led(server);
		local.lameDuck(server);
		await untilElected(server, count, 'lame-duck', seen);
	});
});
