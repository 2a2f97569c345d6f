import os from 'node:os';
import type {NatsConnection} from 'nats';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {runCli} from '../../support/run-cli.ts';
import {startTestCluster} from '../../support/with-cluster.ts';
import {targetOf} from '../target.ts';
import {electing, watchLocal} from '../watched-cluster.ts';

/*
 *   east (3 servers) ── gateways ── west (3 servers), one meta group over both
 */
describe('a super-cluster', () => {
	let local: LocalCluster;
	let shop: NatsConnection;

	beforeAll(async () => {
		local = await startTestCluster({clusters: {east: 3, west: 3}});
		shop = await local.connect('SHOP');
		for (const [cluster, names] of [
			['east', ['E1', 'E2', 'E3']],
			['west', ['W1']],
		] as const) {
			for (const name of names) {
				const config = {name, subjects: [name], num_replicas: 3, placement: {cluster}};
				const reply = await shop.request(`$JS.API.STREAM.CREATE.${name}`, JSON.stringify(config), {
					timeout: 10_000,
				});
				expect(reply.json()).not.toHaveProperty('error');
			}
		}
	});

	afterAll(async () => {
		await shop?.close();
		await local?.stop();
	});

	it.each(['SYS', 'SHOP'])('is counted and acted on cluster by cluster as %s', async account => {
		const watched = await watchLocal(local, {
			target: targetOf(local, account),
			actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}],
		});
		const {cluster, view, group, next} = watched;
		expect([...view.clusters.values()].map(({name, groups}) => [name, groups])).toEqual([
			['east', 3],
			['west', 1],
		]);
		for (const stream of ['E1', 'W1']) {
			const before = group(stream);
			const preferred = before.followers[1]?.server ?? '';
			const election = next('leader-elected', electing(before));
			expect(await cluster.stepDown({group: before, preferred, timeoutMs: 5000})).toEqual({
				type: 'accepted',
			});
			expect((await election).leader).toBe(preferred);
			expect(group(stream).cluster).toBe(stream === 'E1' ? 'east' : 'west');
		}

		await watched.close();
	});

	it('has one meta leader, whom both clusters name', async () => {
		const watched = await watchLocal(local);
		const {cluster, view, until, next} = watched;
		const led = () => [...view.clusters.values()].map(each => each.metaGroupLeader);
		await until('the meta leader', () => led()[0] !== undefined);
		expect(new Set(led()).size).toBe(1);
		const without = [...view.clusters.values()].find(each => each.metaLeader === undefined);
		const before = led()[0];
		const change = next('meta-leader-changed', ({leader}) => leader !== undefined);
		expect(
			await cluster.stepDownMetaLeader({
				cluster: without?.name ?? '',
				preferred: undefined,
				timeoutMs: 5000,
			}),
		).toEqual({type: 'accepted'});
		expect((await change).leader).not.toBe(before);
		await watched.close();
	});

	it('is reported one cluster at a time with --cluster', async () => {
		const {stdout, exitCode} = await runCli(
			['report', '--json', '--groups', '--cluster', 'west', '--server', local.url('SHOP')],
			{env: {XDG_CONFIG_HOME: os.tmpdir()}},
		);
		expect(exitCode).toBe(0);
		const report = JSON.parse(stdout) as {
			readonly clusters: readonly {
				readonly name: string;
				readonly servers: readonly {readonly name: string}[];
			}[];
			readonly groups: readonly {readonly stream: string}[];
		};
		expect(report.clusters.map(({name}) => name)).toEqual(['west']);
		expect(report.clusters[0]?.servers.map(({name}) => name)).toEqual([
			'west-n1',
			'west-n2',
			'west-n3',
		]);
		expect(report.groups.map(({stream}) => stream)).toEqual(['W1']);
	});
});
