import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {noLeaders} from '../../../source/domain/distribution.ts';
import {supports} from '../../../source/domain/server-version.ts';
import type {NatsClusterOptions} from '../../../source/nats/open-nats-cluster.ts';
import {directedSeries, everySeries, startTestCluster} from '../../support/with-cluster.ts';
import {accountApi, type AccountApi} from '../account-api.ts';
import {targetOf} from '../target.ts';
import {electing, watchLocal, type WatchedCluster} from '../watched-cluster.ts';
import {countsOfAccount} from './one-account.ts';

const anHourMs = 3_600_000;

describe.each(everySeries)('one account of a cluster of nats-server %s', series => {
	let local: LocalCluster;
	let shop: AccountApi;
	let pay: AccountApi;

	beforeAll(async () => {
		local = await startTestCluster({series});
		shop = await accountApi(local, 'SHOP');
		pay = await accountApi(local, 'PAY');
		for (const name of ['A', 'B', 'C', 'D']) {
			await shop.createStream(name, 3);
			await shop.createConsumer(name, 'all');
			await shop.createConsumer(name, 'one', 1);
			await pay.createStream(name, 3);
		}

		await shop.createStream('SINGLE', 1);
	});

	afterAll(async () => {
		await shop?.close();
		await pay?.close();
		await local?.stop();
	});

	const watching = async (
		work: (watched: WatchedCluster) => Promise<void>,
		options: Partial<NatsClusterOptions> = {},
	) => {
		const watched = await watchLocal(local, {target: targetOf(local, 'SHOP'), ...options});
		try {
			await work(watched);
		} finally {
			await watched.close();
		}
	};

	const payLeaders = async () =>
		Promise.all(['A', 'B', 'C', 'D'].map(async stream => pay.streamLeader(stream)));

	const untilCountsAgree = async ({view, until}: WatchedCluster) => {
		const system = await local.connect('SYS');
		const plain = await countsOfAccount(system, 'SHOP', 3);
		await system.close();
		await until(`the counts ${JSON.stringify([...plain])}`, () =>
			[...plain].every(
				([server, counts]) =>
					JSON.stringify(view.counts.get(server) ?? noLeaders) === JSON.stringify(counts),
			),
		);
	};

	it('is counted as the system account counts it, and nothing else is', async () => {
		await watching(async watched => {
			const {cluster, view} = watched;
			await untilCountsAgree(watched);
			expect(cluster.origin).toMatchObject({type: 'nats', mode: 'account', account: 'SHOP'});
			expect(view.groups.size).toBe(13);
			expect(new Set([...view.groups.values()].map(({account}) => account))).toEqual(
				new Set(['SHOP']),
			);
			expect(view.rejectedCount).toBe(0);
		});
	});

	it('shows of the servers what groups and the servers themselves tell, and no statistics', async () => {
		await watching(async ({view, until}) => {
			await until('the versions', () =>
				[...view.servers.values()].every(({version}) => version !== ''),
			);
			expect([...view.servers.keys()].sort()).toEqual(['n1', 'n2', 'n3']);
			for (const server of view.servers.values()) {
				expect(server).toMatchObject({cluster: 'demo', state: 'online', stats: undefined});
				expect(server.version).toMatch(/^2\.\d+\.\d+/);
			}

			expect(view.clusters.get('demo')).toMatchObject({metaLeader: undefined, leaderless: 0});
		});
	});

	it('hands out an election that somebody else caused without asking', async () => {
		await watching(
			async ({group, next, until, cluster}) => {
				const before = group('A');
				const requests = cluster.cost().requests;
				const election = next('leader-elected', electing(before));
				await shop.connection.request('$JS.API.STREAM.LEADER.STEPDOWN.A', '', {timeout: 5000});
				const {leader} = await election;
				expect(leader).not.toBe(before.leader);
				expect(group('A').leader).toBe(leader);
				expect(cluster.cost().requests).toBe(requests);

				// Followers are asked for once, when it has calmed down.
				await until('current followers', () =>
					group('A').followers.every(({current, online, lag}) => current && online && lag === 0),
				);
				// A busy server may answer without naming the leader at first.
				await expect
					.poll(async () => shop.streamLeader('A'), {timeout: 10_000})
					.toBe(group('A').leader);
			},
			{intervalMs: anHourMs},
		);
	});

	it('steps its own leaders down over the same connection, and leaves other accounts alone', async () => {
		const others = await payLeaders();
		await watching(async ({cluster, group, next}) => {
			for (const before of [group('B'), group('B', 'all')]) {
				expect(cluster.permission(before)).toEqual({type: 'allowed'});
				const election = next('leader-elected', electing(before));
				const answer = await cluster.stepDown({
					group: before,
					preferred: undefined,
					timeoutMs: 5000,
				});
				expect(answer).toEqual({type: 'accepted'});
				expect((await election).leader).not.toBe(before.leader);
			}
		});
		expect(await payLeaders()).toEqual(others);
	});

	it('names a wanted leader to servers that understand it', async () => {
		await watching(async ({cluster, group, next, view}) => {
			const stream = group('C');
			const preferred = stream.followers[1]?.server ?? '';
			const directed = supports(
				view.servers.get(stream.leader ?? '')?.version ?? '',
				'directedStepDown',
			);
			expect(directed).toBe(directedSeries.includes(series));
			const election = directed ? next('leader-elected', electing(stream)) : undefined;
			const answer = await cluster.stepDown({group: stream, preferred, timeoutMs: 5000});
			if (election) {
				expect(answer).toEqual({type: 'accepted'});
				expect((await election).leader).toBe(preferred);
			} else {
				expect(answer).toMatchObject({type: 'refused', code: undefined});
			}
		});
	});

	it('has the meta leader locked', async () => {
		await watching(async ({cluster}) => {
			const permission = cluster.metaPermission('demo');
			expect(permission).toMatchObject({type: 'locked'});
			const system = await local.connect('SYS');
			const metaLeader = async () =>
				(await system.request('$SYS.REQ.SERVER.PING.JSZ', '{"leader_only":true}')).json<{
					server: {name: string};
				}>().server.name;
			const before = await metaLeader();
			const answer = await cluster.stepDownMetaLeader({
				cluster: 'demo',
				preferred: undefined,
				timeoutMs: 1000,
			});
			expect(answer).toMatchObject({type: 'refused', code: undefined});
			expect(await metaLeader()).toBe(before);
			await system.close();
		});
	});

	it('notices what is created and deleted', async () => {
		await watching(
			async watched => {
				const {until, view, group} = watched;
				await shop.createStream('NEW', 3);
				await shop.createConsumer('NEW', 'one', 1);
				await shop.createStream('LONE', 1);
				await until('the new groups', () => view.groups.size === 16);
				expect(group('NEW', 'one')).toMatchObject({replicas: 1, account: 'SHOP'});
				await untilCountsAgree(watched);
				await shop.deleteStream('LONE');
				await until('the end of LONE', () => view.groups.size === 15);
				const isGone = async () =>
					vi.waitUntil(() => view.groups.size === 13, {timeout: 3000}).catch(() => false);
				await shop.deleteStream('NEW');
				// A server stops to send for a stream when it announces its end, and now and then that is lost.
				for (let lost = 0; !(await isGone()); lost++) {
					expect(lost).toBeLessThan(5);
					await shop.createStream('NEW', 3);
					await shop.createConsumer('NEW', 'one', 1);
					await shop.deleteStream('NEW');
				}
			},
			{intervalMs: anHourMs},
		);
	});

	it('acts in another account when credentials are given for it', async () => {
		await watching(
			async ({cluster, group}) => {
				const foreign = {...group('D'), accountId: 'PAY', account: 'PAY'};
				expect(cluster.permission(foreign)).toEqual({type: 'allowed'});
				const before = await pay.streamLeader('D');
				const answer = await cluster.stepDown({
					group: foreign,
					preferred: undefined,
					timeoutMs: 5000,
				});
				expect(answer).toEqual({type: 'accepted'});
				await expect
					.poll(async () => pay.streamLeader('D').catch(() => before), {timeout: 10_000})
					.not.toBe(before);
				expect([...new Set([group('D').account])]).toEqual(['SHOP']);
			},
			{actAs: [{account: 'PAY', target: targetOf(local, 'PAY')}]},
		);
	});
});
