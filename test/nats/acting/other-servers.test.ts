import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import type {AccountAccessState} from '../../../source/domain/account-access.ts';
import {startTestCluster, type Series} from '../../support/with-cluster.ts';
import {accountApi} from '../account-api.ts';
import {targetOf} from '../target.ts';
import {watchLocal} from '../watched-cluster.ts';

describe.each<Series>(['2.9', 'newest'])('other servers of series %s', series => {
	/** Two systems that nobody could tell apart by a name, with the same stream in the same account. */
	let local: LocalCluster;
	let other: LocalCluster;

	beforeAll(async () => {
		[local, other] = await Promise.all([start(series), start(series)]);
	});

	afterAll(async () => {
		await Promise.all([local?.stop(), other?.stop()]);
	});

	it('are not acted on', async () => {
		const {cluster, group, until, close} = await actAs(other, 'refused');
		try {
			await until();
			expect(cluster.accountAccess?.('SHOP').detail).toMatch(
				/^--act-as SHOP=…: the system account does not know the server n\d\. Give an address/,
			);
			const orders = group('ORDERS');
			expect(cluster.permission(orders)).toMatchObject({type: 'locked'});
			const leader = await leaderOf(other);
			expect(
				await cluster.stepDown({group: orders, preferred: undefined, timeoutMs: 5000}),
			).toMatchObject({
				type: 'refused',
				reason: expect.stringContaining('does not know the server'),
			});
			expect(await leaderOf(other)).toBe(leader);
		} finally {
			await close();
		}
	});

	it('are told from those that are watched', async () => {
		const {cluster, group, until, close} = await actAs(local, 'ready');
		try {
			await until();
			expect(cluster.permission(group('ORDERS'))).toEqual({type: 'allowed'});
		} finally {
			await close();
		}
	});

	async function actAs(where: LocalCluster, state: AccountAccessState) {
		const target = targetOf(where, 'SHOP');
		const watched = await watchLocal(local, {actAs: [{account: 'SHOP', target}]});
		return {
			...watched,
			// Nothing tells of a connection but to look at it.
			until: async () =>
				vi.waitUntil(() => watched.cluster.accountAccess?.('SHOP').state === state, {
					timeout: 30_000,
					interval: 20,
				}),
		};
	}
});

async function start(series: Series): Promise<LocalCluster> {
	const cluster = await startTestCluster({series, name: 'nats', accounts: [{name: 'SHOP'}]});
	const shop = await accountApi(cluster, 'SHOP');
	await shop.createStream('ORDERS', 3);
	await shop.close();
	return cluster;
}

async function leaderOf(cluster: LocalCluster): Promise<string> {
	const shop = await accountApi(cluster, 'SHOP');
	try {
		return await shop.streamLeader('ORDERS');
	} finally {
		await shop.close();
	}
}
