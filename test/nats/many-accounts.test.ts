import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {everySeries, startTestCluster} from '../support/with-cluster.ts';
import {accountApi} from './account-api.ts';
import {watchLocal} from './watched-cluster.ts';

const names = Array.from({length: 80}, (_, index) => `ACCOUNT${index}`);

// Servers before 2.10.28 page through their accounts in no order at all.
describe.each(everySeries)('more accounts than a page holds on nats-server %s', series => {
	let local: LocalCluster;

	beforeAll(async () => {
		local = await startTestCluster({series, servers: 1, accounts: names.map(name => ({name}))});
		for (const name of names) {
			const account = await accountApi(local, name);
			await account.createStream(`OF_${name}`, 1);
			await account.close();
		}
	});

	afterAll(async () => {
		await local?.stop();
	});

	it('are all read', async () => {
		const {view, close} = await watchLocal(local);
		const found = [...view.groups.values()].map(({account, stream}) => `${account} ${stream}`);
		expect(found.sort()).toEqual(names.map(name => `${name} OF_${name}`).sort());
		await close();
	});
});
