import {afterAll, beforeAll, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {contextsForActing} from '../../../source/nats/acting/find-accounts.ts';
import {openNatsCluster} from '../../../source/nats/open-nats-cluster.ts';
import {startTestCluster} from '../../support/with-cluster.ts';
import {temporaryHome} from '../access/temporary-home.ts';
import {targetOf} from '../target.ts';

/** Two systems that nobody could tell apart by a name. */
let local: LocalCluster;
let other: LocalCluster;

beforeAll(async () => {
	const accounts = ['SHOP', 'PAY', 'OPS'].map(name => ({name}));
	[local, other] = await Promise.all([
		startTestCluster({servers: ['n1', 'n2'], name: 'nats', accounts}),
		startTestCluster({servers: ['n1', 'n2'], name: 'nats', accounts}),
	]);
});

afterAll(async () => {
	await Promise.all([local?.stop(), other?.stop()]);
});

function contexts() {
	const home = temporaryHome();
	const context = (name: string, cluster: LocalCluster, user: string, password = user) =>
		home.context(name, {
			url: cluster.servers.map(({clientUrl}) => clientUrl).join(','),
			user,
			password,
		});
	context('a-elsewhere', other, 'shop');
	context('b-shop', local, 'shop');
	context('c-shop-again', local, 'shop');
	context('d-mistyped', local, 'pay', 'hunter2');
	context('e-system', local, 'sys');
	home.context('f-away', {url: 'nats://127.0.0.1:1', user: 'pay', password: 'pay'});
	home.contextText('g-torn', '{"url": "nats://');
	context('h-elsewhere', other, 'ops');
	return home;
}

it('are those that arrive at the same servers, one an account', async () => {
	const kept = await contextsForActing(targetOf(local, 'SYS'), contexts());
	expect(kept.map(({account, target}) => [account, target.label])).toEqual([['SHOP', 'b-shop']]);

	const cluster = await openNatsCluster({target: targetOf(local, 'SYS'), actAs: kept});
	expect(cluster.actingAccounts?.()).toEqual(['SHOP']);
	expect(cluster.accountAccess?.('PAY').state).toBe('no-credentials');
	await cluster.close();
});

it('are told by the name of the cluster where there is no system account', async () => {
	const kept = await contextsForActing(targetOf(local, 'SHOP'), contexts());
	expect(kept.map(({account}) => account)).toContain('OPS');
	expect(kept.map(({account}) => account)).not.toContain('SHOP');
});

it('say so when the main connection cannot be made', async () => {
	const main = targetOf(local, 'SYS', {password: 'hunter2'});
	await expect(contextsForActing(main, contexts())).rejects.toThrow(/cannot connect .* sys/);
});
