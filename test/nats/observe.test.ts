import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {noLeaders} from '../../source/domain/distribution.ts';
import {supports} from '../../source/domain/server-version.ts';
import {everySeries, startTestCluster} from '../support/with-cluster.ts';
import {accountApi, type AccountApi} from './account-api.ts';
import {plainCounts} from './plain-counts.ts';
import {targetOf} from './target.ts';
import {electing, watchLocal, type WatchedCluster} from './watched-cluster.ts';

const rounds = ({events}: WatchedCluster) =>
	events.filter(({type}) => type === 'servers-reported').length;

const anHourMs = 3_600_000;

describe.each(everySeries)('a cluster of nats-server %s', series => {
	let local: LocalCluster;
	let shop: AccountApi;
	let pay: AccountApi;

	beforeAll(async () => {
		local = await startTestCluster({series});
		shop = await accountApi(local, 'SHOP');
		pay = await accountApi(local, 'PAY');
		for (const name of ['A', 'B', 'C', 'D', 'E', 'F']) {
			await shop.createStream(name, 3);
			await shop.createConsumer(name, 'all');
			await shop.createConsumer(name, 'one', 1);
		}

		await pay.createStream('LEDGER', 3);
		await pay.createStream('SCRATCH', 1);
		await pay.createConsumer('SCRATCH', 'all');
	});

	afterAll(async () => {
		await shop?.close();
		await pay?.close();
		await local?.stop();
	});

	const watching = async <T>(
		work: (watched: WatchedCluster) => Promise<T>,
		options: Parameters<typeof watchLocal>[1] = {},
	): Promise<T> => {
		const watched = await watchLocal(local, options);
		try {
			return await work(watched);
		} finally {
			await watched.close();
		}
	};

	/** Waits until what the store counts is what a plain full report says. */
	const untilCountsAgree = async ({view, until}: WatchedCluster) => {
		const system = await local.connect('SYS');
		const plain = await plainCounts(system, 3);
		await system.close();
		await until(`the counts ${JSON.stringify([...plain])}`, () =>
			[...plain].every(
				([server, counts]) =>
					JSON.stringify(view.counts.get(server) ?? noLeaders) === JSON.stringify(counts),
			),
		);
		return plain;
	};

	it('is counted as a plain full report counts it', async () => {
		await watching(async watched => {
			const plain = await untilCountsAgree(watched);

			const total = [...plain.values()].reduce(
				(sum, {streams, consumers, r1}) => sum + streams + consumers + r1,
				0,
			);
			expect(total).toBe(21);
			expect(watched.view.groups.size).toBe(21);
			expect(watched.view.leaderless.size).toBe(0);
		});
	});

	it('shows each group as its leader reports it', async () => {
		await watching(async ({group}) => {
			const stream = group('A');
			expect(stream).toMatchObject({
				kind: 'stream',
				account: 'SHOP',
				accountId: 'SHOP',
				cluster: 'demo',
				leader: await shop.streamLeader('A'),
				replicas: 3,
			});
			const peers = stream.followers.map(({server}) => server);
			expect([...peers, stream.leader ?? ''].sort()).toEqual(['n1', 'n2', 'n3']);
			expect(stream.followers.every(({online, lag}) => online && lag === 0)).toBe(true);
		});
	});

	it('finds one-replica consumers where the leader of their stream is not', async () => {
		// By chance all of them may be where it is.
		const host = await shop.consumerLeader('A', 'one');
		const leaderElsewhere = async () => {
			const leader = (await shop.streamLeader('A')) || host;
			if (leader === host) {
				await shop.connection.request('$JS.API.STREAM.LEADER.STEPDOWN.A', '');
			}

			return leader;
		};
		await expect.poll(leaderElsewhere, {timeout: 20_000, interval: 1000}).not.toBe(host);
		await watching(async ({group}) => {
			const hosts = await Promise.all(
				['A', 'B', 'C', 'D', 'E', 'F'].map(async stream => ({
					stream,
					at: await shop.consumerLeader(stream, 'one'),
					streamAt: await shop.streamLeader(stream),
				})),
			);
			expect(hosts.some(({at, streamAt}) => at !== streamAt)).toBe(true);
			for (const {stream, at} of hosts) {
				expect(group(stream, 'one')).toMatchObject({leader: at, replicas: 1, followers: []});
			}
		});
	});

	it('tells the servers and the meta leader', async () => {
		await watching(async ({view}) => {
			expect([...view.servers.keys()].sort()).toEqual(['n1', 'n2', 'n3']);
			for (const server of view.servers.values()) {
				expect(server).toMatchObject({cluster: 'demo', domain: undefined, state: 'online'});
				expect(server.version).toMatch(/^2\.\d+\.\d+/);
				expect(server.startedAt).toBeGreaterThan(0);
				expect(server.stats?.memoryBytes).toBeGreaterThan(0);
			}

			const system = await local.connect('SYS');
			const reply = await system.request('$SYS.REQ.SERVER.PING.JSZ', '{"leader_only":true}');
			await system.close();
			const {server} = reply.json<{server: {name: string}}>();
			expect(view.clusters.get('demo')?.metaLeader).toBe(server.name);
		});
	});

	it('measures messages', async () => {
		await watching(async ({cluster, group, until}) => {
			const before = group('A').messages ?? 0;
			for (let message = 0; message < 40; message++) {
				await shop.connection.request('A.x', 'twelve bytes');
			}

			await cluster.refresh();
			await until('40 more messages', () => group('A').messages === before + 40);
			expect(group('A').bytesPerMessage).toBeGreaterThan(12);
			expect(group('A', 'all').messages).toBe(0);
		});
	});

	it('hands out an election without waiting for the next round', async () => {
		await watching(
			async ({cluster, group, next, until}) => {
				const stream = group('B');
				const consumer = group('B', 'all');
				const elected = Promise.all([
					next('leader-elected', electing(stream)),
					next('leader-elected', electing(consumer)),
				]);
				for (const each of [stream, consumer]) {
					const answer = await cluster.stepDown({
						group: each,
						preferred: undefined,
						timeoutMs: 5000,
					});
					expect(answer).toEqual({type: 'accepted'});
				}

				const elections = await elected;
				expect(elections[0].leader).not.toBe(stream.leader);
				expect(elections[1].leader).not.toBe(consumer.leader);
				for (const {leader, followers} of elections) {
					expect(followers?.map(({server}) => server).sort()).toEqual(
						['n1', 'n2', 'n3'].filter(server => server !== leader),
					);
				}

				await until('the new leader', () => group('B').leader !== stream.leader);
				// Followers are not taken for lagging until the next round because they heard late of their leader.
				await until('current followers', () =>
					group('B').followers.every(({current, online, lag}) => current && online && lag === 0),
				);
			},
			{intervalMs: anHourMs, actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}]},
		);
	});

	it('names the wanted leader only to servers that understand it', async () => {
		await watching(
			async ({cluster, group, next, view}) => {
				const stream = group('C');
				const preferred = stream.followers[1]?.server ?? '';
				const version = view.servers.get(stream.leader ?? '')?.version ?? '';
				const election = supports(version, 'directedStepDown')
					? next('leader-elected', electing(stream))
					: undefined;
				const answer = await cluster.stepDown({group: stream, preferred, timeoutMs: 5000});
				if (election) {
					expect(answer).toEqual({type: 'accepted'});
					expect((await election).leader).toBe(preferred);
				} else {
					expect(answer).toMatchObject({type: 'refused', code: undefined});
					expect(group('C').leader).toBe(await shop.streamLeader('C'));
				}
			},
			{actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}]},
		);
	});

	it('steps the meta leader down and tells who follows', async () => {
		await watching(async ({cluster, view, until, next}) => {
			const before = view.clusters.get('demo')?.metaLeader;
			const change = next('meta-leader-changed', ({leader}) => leader !== undefined);
			const answer = await cluster.stepDownMetaLeader({
				cluster: 'demo',
				preferred: undefined,
				timeoutMs: 5000,
			});
			expect(answer).toEqual({type: 'accepted'});
			expect((await change).leader).not.toBe(before);
			await until('the meta leader', () => view.clusters.get('demo')?.metaLeader !== before);
		});
	});

	it('notices what is created and deleted', async () => {
		await watching(async watched => {
			const {until, view, group} = watched;
			await shop.createStream('NEW', 3);
			await shop.createConsumer('NEW', 'all');
			await shop.createConsumer('NEW', 'one', 1);
			await pay.createStream('LONE', 1);
			await until('the new groups', () => view.groups.size === 25);
			await until('the account of the new groups', () => group('NEW').messages !== undefined);
			expect(group('LONE')).toMatchObject({account: 'PAY', replicas: 1});
			await untilCountsAgree(watched);

			const roundsBefore = rounds(watched);
			await shop.deleteStream('NEW');
			await pay.deleteStream('LONE');
			await until('the end of the new groups', () => view.groups.size === 21);
			// The counters show it; a refresh would have found it some rounds later.
			expect(rounds(watched) - roundsBefore).toBeLessThanOrEqual(4);
			await untilCountsAgree(watched);
		});
	});

	it('hears of creations and deletions at once in the accounts that it may act in', async () => {
		await watching(
			async ({cluster, group, next, view, until}) => {
				// The account's connection is open when this has been answered.
				const nothing = {...group('A'), stream: 'NOWHERE'};
				await cluster.stepDown({group: nothing, preferred: undefined, timeoutMs: 5000});
				const created = next('group-created', ({group}) => group.consumer === 'more');
				const deleted = next('group-deleted', ({group}) => group.consumer === 'more');
				await shop.createConsumer('D', 'more', 1);
				expect((await created).group).toEqual({
					kind: 'consumer',
					domain: undefined,
					accountId: 'SHOP',
					stream: 'D',
					consumer: 'more',
				});
				await shop.deleteConsumer('D', 'more');
				await deleted;
				await until('the end of the consumer', () => view.groups.size === 21);
			},
			{actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}], intervalMs: anHourMs},
		);
	});

	it('reads everything anew on demand', async () => {
		await watching(
			async ({cluster, view, group}) => {
				await shop.createConsumer('E', 'fresh', 1);
				await cluster.refresh();
				expect(view.groups.size).toBe(22);
				expect(group('E', 'fresh').leader).toBe(await shop.consumerLeader('E', 'fresh'));
				await shop.deleteConsumer('E', 'fresh');
				await cluster.refresh();
				expect(view.groups.size).toBe(21);
			},
			{intervalMs: anHourMs},
		);
	});

	it('says what a step-down is missing', async () => {
		await watching(
			async ({cluster, group}) => {
				const ledger = group('LEDGER');
				expect(cluster.permission(ledger)).toEqual({
					type: 'locked',
					missing:
						'no credentials for account PAY: add --act-as PAY=nats://user:password@host:4222',
				});
				expect(
					await cluster.stepDown({group: ledger, preferred: undefined, timeoutMs: 1000}),
				).toMatchObject({type: 'refused', code: undefined});
				expect(cluster.permission(group('A'))).toEqual({type: 'allowed'});
				expect(
					await cluster.stepDown({
						group: {...group('A'), stream: 'NOWHERE'},
						preferred: undefined,
						timeoutMs: 5000,
					}),
				).toEqual({type: 'refused', code: 10_059, reason: 'stream not found'});
			},
			{actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}]},
		);
	});
});
