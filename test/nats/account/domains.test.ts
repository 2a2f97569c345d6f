import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {isHealthy} from '../../../source/domain/fitness.ts';
import {startTestCluster} from '../../support/with-cluster.ts';
import {accountApi, type AccountApi} from '../account-api.ts';
import {targetOf} from '../target.ts';
import {electing, watchLocal} from '../watched-cluster.ts';

/*
 *   hub (n1 n2 n3) ── leaf nodes for SHOP and SYS ── edge (e1 e2 e3)
 */
describe('a JetStream domain behind leaf nodes', () => {
	let hub: LocalCluster;
	let edge: LocalCluster;
	let shopHub: AccountApi;
	let shopEdge: AccountApi;

	beforeAll(async () => {
		hub = await startTestCluster({
			name: 'hub',
			domain: 'hub',
			extraPorts: 1,
			configure: ({extraPorts}) => `leafnodes {listen: "127.0.0.1:${extraPorts[0]}"}`,
		});
		const ports = hub.servers.map(({extraPorts}) => extraPorts[0]);
		const remote = (account: string) => {
			const user = account.toLowerCase();
			const urls = ports.map(port => `"nats-leaf://${user}:${user}@127.0.0.1:${port}"`);
			return `{urls: [${urls.join(', ')}], account: ${account}}`;
		};
		edge = await startTestCluster({
			name: 'edge',
			domain: 'edge',
			servers: ['e1', 'e2', 'e3'],
			configure: () => `leafnodes {remotes: [${remote('SHOP')}, ${remote('SYS')}]}`,
		});
		shopHub = await accountApi(hub, 'SHOP');
		shopEdge = await accountApi(edge, 'SHOP');
		await shopHub.createStream('ORDERS', 3);
		await shopHub.createConsumer('ORDERS', 'all');
		await shopEdge.createStream('SENSORS', 3);
		await shopEdge.createConsumer('SENSORS', 'all');
	});

	afterAll(async () => {
		await shopHub?.close();
		await shopEdge?.close();
		await edge?.stop();
		await hub?.stop();
	});

	it('is counted apart, has its own meta leader, and is acted on from the hub', async () => {
		const watched = await watchLocal(hub, {
			actAs: [{account: 'SHOP', target: targetOf(hub, 'SHOP')}],
		});
		const {cluster, view, group, next, until} = watched;
		await until('both clusters', () => view.servers.size === 6 && view.missing.length === 0);
		await until('both meta leaders', () =>
			['hub', 'edge'].every(name => view.clusters.get(name)?.metaLeader !== undefined),
		);
		// New groups elect their leaders first, and a follower that is not current is not elected.
		await until('all replicas current', () =>
			[...view.groups.values()].every(
				each =>
					each.leader !== undefined &&
					each.followers.length === 2 &&
					each.followers.every(follower => isHealthy(follower, each)),
			),
		);
		expect(group('ORDERS')).toMatchObject({domain: 'hub', cluster: 'hub'});
		expect(group('SENSORS')).toMatchObject({domain: 'edge', cluster: 'edge'});
		expect(view.clusters.get('edge')).toMatchObject({groups: 2, leaderless: 0});
		for (const each of [group('ORDERS'), group('SENSORS'), group('SENSORS', 'all')]) {
			const preferred = each.followers[0]?.server;
			const election = next('leader-elected', electing(each));
			expect(await cluster.stepDown({group: each, preferred, timeoutMs: 5000})).toEqual({
				type: 'accepted',
			});
			expect((await election).leader).toBe(preferred);
		}

		const before = view.clusters.get('edge')?.metaLeader;
		const hubBefore = view.clusters.get('hub')?.metaLeader;
		const change = next('meta-leader-changed', ({domain, leader}) => {
			return domain === 'edge' && leader !== undefined;
		});
		expect(
			await cluster.stepDownMetaLeader({
				cluster: 'edge',
				preferred: undefined,
				timeoutMs: 5000,
			}),
		).toEqual({type: 'accepted'});
		expect((await change).leader).not.toBe(before);
		expect(view.clusters.get('hub')?.metaLeader).toBe(hubBefore);
		await watched.close();
	});

	it.each([
		['its own name', {jetStreamDomain: 'edge'}],
		['an API prefix', {jetStreamApiPrefix: '$JS.edge.API'}],
	])('is watched and acted on with one account of the hub by %s', async (_, where) => {
		const target = {...targetOf(hub, 'SHOP'), ...where};
		const watched = await watchLocal(hub, {target});
		const {cluster, view, group, next} = watched;
		expect([...view.servers.keys()].sort()).toEqual(['e1', 'e2', 'e3']);
		expect(view.groups.size).toBe(2);
		for (const each of [group('SENSORS'), group('SENSORS', 'all')]) {
			const election = next('leader-elected', electing(each));
			expect(await cluster.stepDown({group: each, preferred: undefined, timeoutMs: 5000})).toEqual({
				type: 'accepted',
			});
			expect((await election).leader).not.toBe(each.leader);
		}

		// What happens at the hub is announced here, too, and is not of this picture.
		const elections = view.electionCount;
		await shopHub.connection.request('$JS.API.STREAM.LEADER.STEPDOWN.ORDERS', '');
		await cluster.refresh();
		expect(view.groups.size).toBe(2);
		expect(view.electionCount).toBe(elections);
		await watched.close();
	});

	it('is out of sight of an account that asks at the hub without naming it', async () => {
		const watched = await watchLocal(hub, {target: targetOf(hub, 'SHOP')});
		expect([...watched.view.servers.keys()].sort()).toEqual(['n1', 'n2', 'n3']);
		expect([...watched.view.groups.values()].map(({stream}) => stream)).toEqual([
			'ORDERS',
			'ORDERS',
		]);
		await watched.close();
	});
});
