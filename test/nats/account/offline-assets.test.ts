import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {checkOptions} from '../../../source/commands/check.ts';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {openNatsCluster} from '../../../source/nats/open-nats-cluster.ts';
import {checkCluster} from '../../../source/session/check-cluster.ts';
import {clusterSummaries} from '../../../source/session/cluster-summaries.ts';
import {seeOnce} from '../../../source/session/see-once.ts';
import {everySeries, startTestCluster, testServer} from '../../support/with-cluster.ts';
import {accountApi} from '../account-api.ts';
import {targetOf} from '../target.ts';

const isAtHand = (['2.12', '2.14'] as const).every(series => everySeries.includes(series));

/** Batches are known to 2.14 and not to 2.12: streams that take them are offline there. */
describe.skipIf(!isAtHand)('a cluster that was downgraded', () => {
	let local: LocalCluster;

	beforeAll(async () => {
		local = await startTestCluster({series: '2.14'});
		const shop = await accountApi(local, 'SHOP');
		for (const [name, replicas] of [
			['BATCHES', 3],
			['ONE', 1],
		] as const) {
			await shop.connection.request(
				`$JS.API.STREAM.CREATE.${name}`,
				JSON.stringify({name, subjects: [name], num_replicas: replicas, allow_batched: true}),
			);
			await shop.createConsumer(name, 'all');
		}

		await shop.createStream('OK', 3);
		await shop.createConsumer('OK', 'all');
		await shop.close();
		const older = await testServer('2.12');
		for (const {name} of local.servers) {
			await local.restartServer(name, {binary: older});
		}
	});

	afterAll(async () => {
		await local?.stop();
	});

	it('is seen whole by an account, with what is offline by name and reason', async () => {
		const cluster = await openNatsCluster({target: targetOf(local, 'SHOP')});
		const view = await seeOnce(cluster, 10_000);
		const names = ['BATCHES', 'ONE'];
		expect(view.missing).toEqual([]);
		expect([...view.clusters.keys()]).toEqual(['demo']);
		expect([...view.groups.values()].map(({stream}) => stream)).toEqual(['OK', 'OK']);
		expect(
			view.offlineAssets.map(({stream, consumer, type}) => [stream, consumer, type]).toSorted(),
		).toEqual(
			[
				...names.map(name => [name, undefined, 'offline']),
				...names.map(name => [name, 'all', 'offline']),
			].toSorted(),
		);
		const texts = names.map(
			name =>
				`stream SHOP ${name} is offline: unsupported - config error: unknown field "allow_batched"`,
		);
		const {findings} = checkCluster(cluster, view, checkOptions({}));
		expect(findings.filter(({item}) => item === 'offline')).toMatchObject([
			{status: 'CRITICAL', text: texts.join('; ')},
		]);
		expect(findings.filter(({item}) => item === 'view')).toMatchObject([{status: 'OK'}]);
		const [summary] = clusterSummaries(view, {
			rules: {threshold: 1.5, countR1: false},
			seesMeta: false,
		});
		expect(summary?.why).toEqual(expect.arrayContaining(texts));
		await cluster.close();
	});
});
