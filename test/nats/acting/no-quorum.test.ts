import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {everySeries, startTestCluster} from '../../support/with-cluster.ts';
import {accountApi} from '../account-api.ts';
import {targetOf} from '../target.ts';
import {watchLocal} from '../watched-cluster.ts';

describe.each(everySeries)('a group of nats-server %s that lost its quorum', series => {
	let local: LocalCluster;

	beforeAll(async () => {
		local = await startTestCluster({series});
		const shop = await accountApi(local, 'SHOP');
		await shop.createStream('ORDERS', 3);
		await shop.close();
	});

	afterAll(async () => {
		await local?.stop();
	});

	it('is said to have no leader by those who are left, which is not its leader’s refusal', async () => {
		const {cluster, group, close} = await watchLocal(local, {
			target: targetOf(local, 'SYS', {only: 'n1'}),
			actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP', {only: 'n1'})}],
		});
		try {
			const orders = group('ORDERS');
			await Promise.all([local.killServer('n2'), local.killServer('n3')]);
			// Until it has noticed, a leader steps down for nobody, or nobody answers.
			const deadline = Date.now() + patienceMs;
			let answer;
			do {
				answer = await cluster.stepDown({group: orders, preferred: undefined, timeoutMs: 1000});
			} while (answer.type !== 'unconfirmed' && Date.now() < deadline);

			expect(answer).toEqual({
				type: 'unconfirmed',
				reason: 'JetStream system temporarily unavailable',
			});
		} finally {
			await close();
		}
	});
});

const patienceMs = 30_000;
