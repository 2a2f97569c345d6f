import {afterAll, beforeAll, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {startTestCluster, testServer} from '../../support/with-cluster.ts';
import {accountApi} from '../account-api.ts';
import {targetOf} from '../target.ts';
import {watchLocal} from '../watched-cluster.ts';

let local: LocalCluster;

beforeAll(async () => {
	local = await startTestCluster({series: '2.10'});
	await local.restartServer('n3', {binary: await testServer('newest')});
});

afterAll(async () => {
	await local?.stop();
});

it('takes no refusal of servers before 2.11 for that of the leader, which does as it was told', async () => {
	const shop = await accountApi(local, 'SHOP');
	const names = Array.from({length: 12}, (_, index) => `S${index}`);
	for (const name of names) {
		await shop.createStream(name, 3);
	}

	await shop.close();
	await local.untilReady();
	const {cluster, group, until, close} = await watchLocal(local, {
		actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}],
	});
	try {
		const led = names.filter(name => group(name).leader === 'n3');
		expect(led.length).toBeGreaterThan(0);
		for (const name of led) {
			const answer = await cluster.stepDown({group: group(name), preferred: 'n1', timeoutMs: 2000});
			expect(answer.type).not.toBe('refused');
			await until(`${name} to be led by n1`, () => group(name).leader === 'n1');
		}
	} finally {
		await close();
	}
});
