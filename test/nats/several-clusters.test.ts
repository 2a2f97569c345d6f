import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {runCli} from '../support/run-cli.ts';
import {startTestCluster} from '../support/with-cluster.ts';
import {accountApi} from './account-api.ts';
import {targetOf} from './target.ts';
import {electing, watchLocal} from './watched-cluster.ts';

describe('two clusters that share a system account and a domain', () => {
	let local: LocalCluster;

	beforeAll(async () => {
		local = await startTestCluster({clusters: {east: 3, west: 1}, domain: 'hub'});
		const shop = await accountApi(local, 'SHOP');
		await shop.createStream('ORDERS', 3);
		await shop.close();
	});

	afterAll(async () => {
		await local?.stop();
	});

	it('are told apart, and have one meta leader', async () => {
		const {view, group, close} = await watchLocal(local);
		expect(
			[...view.servers.values()].map(({name, cluster, domain}) => ({name, cluster, domain})),
		).toEqual(
			expect.arrayContaining([
				{name: 'east-n1', cluster: 'east', domain: 'hub'},
				{name: 'west-n1', cluster: 'west', domain: 'hub'},
			]),
		);
		expect(group('ORDERS')).toMatchObject({cluster: 'east', domain: 'hub'});
		const leaders = [...view.clusters.values()].flatMap(({metaLeader}) => metaLeader ?? []);
		expect(leaders).toHaveLength(1);
		const home = [...view.clusters.values()].find(({metaLeader}) => metaLeader !== undefined);
		const away = [...view.clusters.values()].find(({metaLeader}) => metaLeader === undefined);
		expect(away).toMatchObject({metaGroupLeader: leaders[0], metaGroupCluster: home?.name});
		await close();
	});

	it.each([
		['3', 1, 'JetStream is up on 4 servers, 3 expected: 3 in east, 1 in west'],
		['4', 0, 'JetStream is up on 4 of 4 expected servers: 3 in east, 1 in west'],
		['5', 2, 'JetStream is up on 4 of 5 expected servers: 3 in east, 1 in west'],
	])('are counted once against %s expected servers', async (expected, exitCode, text) => {
		const checked = await runCli(['check', '--expect', expected, '--server', local.systemUrl]);
		expect(checked.exitCode).toBe(exitCode);
		const lines = checked.stdout.split('\n').filter(line => / servers {2,}/.test(line));
		expect(lines).toEqual([expect.stringContaining(text)]);
	});

	it('elect where they are told to, within the domain', async () => {
		const {cluster, group, next, close, view, until} = await watchLocal(local, {
			actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}],
		});
		const preferred = group('ORDERS').followers[0]?.server;
		const election = next('leader-elected', electing(group('ORDERS')));
		expect(await cluster.stepDown({group: group('ORDERS'), preferred, timeoutMs: 5000})).toEqual({
			type: 'accepted',
		});
		expect((await election).leader).toBe(preferred);

		const metaLeader = () =>
			[...view.clusters.values()].flatMap(({metaLeader}) => metaLeader ?? [])[0];
		const before = metaLeader();
		const wanted = ['east-n1', 'east-n2'].find(server => server !== before) ?? '';
		expect(
			await cluster.stepDownMetaLeader({cluster: 'east', preferred: wanted, timeoutMs: 5000}),
		).toEqual({type: 'accepted'});
		await until('the wanted meta leader', () => metaLeader() === wanted);
		await close();
	});
});
