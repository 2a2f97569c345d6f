import {credsAuthenticator} from 'nats';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {Secret} from '../../../source/nats/access/secret.ts';
import {startTestCluster, type Series} from '../../support/with-cluster.ts';
import {createOperatorKeys, type OperatorAccount} from '../access/operator-keys.ts';
import {accountApi, type AccountApi} from '../account-api.ts';
import {targetOf} from '../target.ts';
import {electing, watchLocal} from '../watched-cluster.ts';

const series: readonly Series[] = ['2.9', 'newest'];

describe.each(series)('accounts whose names and ids differ on nats-server %s', version => {
	const keys = createOperatorKeys();
	const creds = {
		SYS: keys.user({account: 'SYS'}).creds,
		SHOP: keys.user({account: 'SHOP'}).creds,
		PAY: keys.user({account: 'PAY'}).creds,
	};
	let local: LocalCluster;
	let shop: AccountApi;
	let pay: AccountApi;

	beforeAll(async () => {
		local = await startTestCluster({
			series: version,
			identity: keys.config,
			connectionFor: account => ({
				authenticator: credsAuthenticator(new TextEncoder().encode(creds[nameOf(account)])),
			}),
		});
		await enterEverywhere(local);
		shop = await accountApi(local, 'SHOP');
		pay = await accountApi(local, 'PAY');
		for (const api of [shop, pay]) {
			await api.createStream('ORDERS', 3);
			await api.createConsumer('ORDERS', 'all');
		}
	});

	afterAll(async () => {
		await shop?.close();
		await pay?.close();
		await local?.stop();
	});

	const as = (account: OperatorAccount) => ({
		...targetOf(local, 'SHOP'),
		authentication: {
			type: 'creds' as const,
			creds: {text: new Secret(creds[account]), file: undefined},
		},
	});

	it('are shown by name and acted in, given by name or by id', async () => {
		const watched = await watchLocal(local, {
			target: as('SYS'),
			actAs: [
				{account: 'SHOP', target: as('SHOP')},
				{account: keys.ids.PAY, target: as('PAY')},
			],
		});
		const {cluster, view, next} = watched;
		expect(view.groups.size).toBe(4);
		for (const name of ['SHOP', 'PAY'] as const) {
			for (const each of [...view.groups.values()].filter(({account}) => account === name)) {
				expect(each.accountId).toBe(keys.ids[name]);
				expect(cluster.permission(each)).toEqual({type: 'allowed'});
				const election = next('leader-elected', electing(each));
				expect(
					await cluster.stepDown({group: each, preferred: undefined, timeoutMs: 5000}),
				).toEqual({type: 'accepted'});
				expect((await election).leader).not.toBe(each.leader);
			}
		}

		await watched.close();
	});

	it('are seen and acted in from within', async () => {
		const before = await pay.streamLeader('ORDERS');
		const watched = await watchLocal(local, {target: as('SHOP')});
		const {cluster, view, group, next, until} = watched;
		expect(view.groups.size).toBe(2);
		// Only newer servers tell the name that goes with the id.
		expect(cluster.origin).toMatchObject({
			mode: 'account',
			account: version === 'newest' ? 'SHOP' : keys.ids.SHOP,
		});
		expect(group('ORDERS').accountId).toBe(keys.ids.SHOP);
		for (const each of [group('ORDERS'), group('ORDERS', 'all')]) {
			const election = next('leader-elected', electing(each));
			expect(await cluster.stepDown({group: each, preferred: undefined, timeoutMs: 5000})).toEqual({
				type: 'accepted',
			});
			const {leader} = await election;
			await until('the new leader', () => view.groups.get(each.key)?.leader === leader);
		}

		expect(view.groups.size).toBe(2);
		expect(await pay.streamLeader('ORDERS')).toBe(before);
		await watched.close();
	});
});

function nameOf(account: string): OperatorAccount {
	return account === 'SHOP' || account === 'PAY' ? account : 'SYS';
}

/**
 * Has every server load both accounts before anything is created in them. A busy server of 2.9 that meets an account by
 * its first stream may load it twice at the same time, and then leaves its streams out of its inventory until it is
 * restarted: one in ten fresh clusters.
 */
async function enterEverywhere(local: LocalCluster): Promise<void> {
	for (const account of ['SHOP', 'PAY']) {
		for (const {clientUrl} of local.servers) {
			await (await local.connect(account, {servers: clientUrl})).close();
		}
	}
}
