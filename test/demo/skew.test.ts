import {afterEach, describe, expect, it} from 'vitest';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {skew} from '../../source/demo/skew.ts';
import {startTraffic} from '../../source/demo/start-traffic.ts';
import {untilSettled} from '../../source/demo/count-leaders.ts';
import {everySeries, startTestCluster} from '../support/with-cluster.ts';

describe('a cluster with assets', () => {
	let cluster: LocalCluster | undefined;

	afterEach(async () => {
		await cluster?.stop();
		cluster = undefined;
	});

	it.each(everySeries)(
		'of %s is skewed by a restart while its traffic goes on',
		async series => {
			cluster = await startTestCluster({series});
			let created = 0;
			const streams = await createAssets(cluster, {
				streams: 20,
				onProgress(progress) {
					created = progress.created;
				},
			});
			expect(created).toBe(60);
			const replicated = streams.filter(({replicas}) => replicas > 1).length * 3;
			const traffic = await startTraffic(cluster, streams);
			try {
				const {server, before, after} = await skew(cluster);
				// n1 ██████ 18        n1 █████████ 27
				// n2 ██████ 18  ───▶  n2 █████████ 27
				// n3 ██████ 18        n3 0
				expect(total(before.leaders)).toBe(replicated);
				expect(before.leaders.get(server)).toBeGreaterThan(0);
				expect(after.leaders.get(server)).toBe(0);
				expect(total(after.leaders)).toBe(replicated);
				expect(after.settled).toBe(after.groups);
				expect(server).not.toBe(before.metaLeader);

				const [published, acknowledged] = [traffic.published(), traffic.acknowledged()];
				await expect.poll(traffic.published, {timeout: 10_000}).toBeGreaterThan(published + 50);
				await expect
					.poll(traffic.acknowledged, {timeout: 10_000})
					.toBeGreaterThan(acknowledged + 50);
			} finally {
				await traffic.stop();
			}
		},
		120_000,
	);

	it('is skewed further by a second restart', async () => {
		cluster = await startTestCluster();
		await createAssets(cluster, {streams: 10});
		await skew(cluster, {server: 'n1'});
		const {server, before, after} = await skew(cluster, {server: 'n2'});
		// n1 0                n1 ▒▒▒       the leaders of n2 go to n1 or n3
		// n2 █████████  ───▶  n2 0
		// n3 █████████        n3 █████████▒▒▒
		expect(server).toBe('n2');
		expect(before.leaders.get('n1')).toBe(0);
		expect(after.leaders.get('n2')).toBe(0);
		expect(total(after.leaders)).toBe(after.groups);
		expect(after.leaders.get('n3')).toBeGreaterThanOrEqual(before.leaders.get('n3') ?? NaN);
	});

	it('says what the cluster refuses', async () => {
		cluster = await startTestCluster({servers: 1});
		const stream = {
			account: 'SHOP',
			name: 'ORDERS',
			subject: 'orders.>',
			replicas: 3,
			storage: 'memory',
			consumers: [],
		} as const;
		await expect(createAssets(cluster, {plan: [stream]})).rejects.toThrow(
			/^\$JS\.API\.STREAM\.CREATE\.ORDERS: .*replicas/,
		);
	});

	it('is not settled while a server is down, and is when it is back', async () => {
		cluster = await startTestCluster();
		await createAssets(cluster, {streams: 3});
		await cluster.stopServer('n3');
		await expect(untilSettled(cluster, {signal: AbortSignal.timeout(500)})).rejects.toThrow(
			'timeout',
		);
		await cluster.startServer('n3');
		const {groups, settled} = await untilSettled(cluster);
		expect(settled).toBe(groups);
	});
});

function total(leaders: ReadonlyMap<string, number>): number {
	return [...leaders.values()].reduce((sum, each) => sum + each, 0);
}
