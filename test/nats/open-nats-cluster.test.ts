import {inspect} from 'node:util';
import {afterAll, beforeAll, describe, expect, it, vi} from 'vitest';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {openNatsCluster} from '../../source/nats/open-nats-cluster.ts';
import {UnseeingAccountError} from '../../source/nats/find-mode.ts';
import {everySeries, startTestCluster} from '../support/with-cluster.ts';
import {accountApi} from './account-api.ts';
import {targetAt, targetOf} from './target.ts';
import {electing, watchLocal} from './watched-cluster.ts';

const failure = async (opening: Promise<unknown>): Promise<Error> => {
	const error = await opening.then(
		() => undefined,
		(error: unknown) => error,
	);
	expect(error).toBeInstanceOf(Error);
	return error as Error;
};

describe.each(everySeries)('opening a single nats-server %s', series => {
	let local: LocalCluster;

	beforeAll(async () => {
		local = await startTestCluster({
			series,
			servers: 1,
			accounts: [{name: 'SHOP'}, {name: 'PLAIN', jetStream: false}],
		});
	});

	afterAll(async () => {
		await local?.stop();
	});

	it('says so when the connection shows neither servers nor streams', async () => {
		const error = await failure(openNatsCluster({target: targetOf(local, 'PLAIN')}));

		expect(error).toBeInstanceOf(UnseeingAccountError);
		expect(error.message).toMatch(
			/not in the system account, and JetStream .*\. Connect as a user of/,
		);
		expect(error.message).not.toContain('\n');
		if (series !== '2.9') {
			expect(error.message).toContain('in the account PLAIN');
		}
	});

	it('says who was refused, and nothing of the password', async () => {
		const target = targetOf(local, 'SYS', {password: 'hunter2'});
		const error = await failure(openNatsCluster({target}));

		expect(error).toMatchObject({problem: 'authorization'});
		expect(error.message).toMatch(`cannot connect to ${target.label}`);
		expect(error.message).toContain('sys');
		expect(inspect(error, {depth: 10})).not.toContain('hunter2');
	});

	it('shows a single server as a cluster of its own, and what it has as pinned', async () => {
		const shop = await accountApi(local, 'SHOP');
		await shop.createStream('ONLY', 1);
		const watched = await watchLocal(local);
		expect([...watched.view.servers.values()]).toMatchObject([
			{name: 'n1', cluster: 'n1', state: 'online'},
		]);
		expect(watched.group('ONLY')).toMatchObject({leader: 'n1', replicas: 1, cluster: 'n1'});
		expect(watched.view.clusters.get('n1')?.metaLeader).toBeUndefined();
		const serverId = watched.view.servers.get('n1')?.id;
		const about = await watched.cluster.rawJson?.({serverId, group: undefined});
		expect(JSON.parse(about ?? '')).toMatchObject({
			STATSZ: {server: {id: serverId}},
			JSZ: {server: {id: serverId}},
		});
		const group = watched.group('ONLY');
		const stream = await watched.cluster.rawJson?.({serverId, group});
		expect(JSON.parse(stream ?? '')).toMatchObject({name: 'ONLY', config: {num_replicas: 1}});
		const other = watched.cluster.rawJson?.({serverId, group: group && {...group, stream: 'NONE'}});
		await expect(other).rejects.toThrow('its server does not list it now');
		await watched.close();
		await shop.close();
	});
});

describe('opening what is not there', () => {
	it('says that nothing listens', async () => {
		const error = await failure(
			openNatsCluster({target: targetAt(['127.0.0.1:1'], 'sys', 'hunter2')}),
		);

		expect(error).toMatchObject({problem: 'refused'});
		expect(error.message).toMatch(/^cannot connect to 127\.0\.0\.1:1: /);
	});

	it('says that there is no such host', async () => {
		const error = await failure(
			openNatsCluster({target: targetAt(['nowhere.invalid:4222'], 'sys', 'sys')}),
		);

		expect(error).toMatchObject({problem: 'dns'});
		expect(error.message).toContain('cannot connect to nowhere.invalid:4222: ');
	});

	it('gives up with the reason of the signal', async () => {
		const reason = new Error('enough');
		const error = await failure(
			openNatsCluster({
				target: targetAt(['127.0.0.1:1'], 'sys', 'sys'),
				signal: AbortSignal.abort(reason),
			}),
		);

		expect(error).toBe(reason);
	});
});

describe('credentials for acting', () => {
	let local: LocalCluster;

	beforeAll(async () => {
		local = await startTestCluster({
			accounts: [
				{name: 'SHOP', users: [{user: 'shop', password: 'shop'}]},
				{name: 'PAY', users: [{user: 'pay', password: 'pay'}]},
				{name: 'PLAIN', users: [{user: 'plain', password: 'plain'}], jetStream: false},
			],
		});
		const shop = await accountApi(local, 'SHOP');
		await shop.createStream('ORDERS', 3);
		await shop.close();
	});

	afterAll(async () => {
		await local?.stop();
	});

	it('are found to be no good before anybody acts', async () => {
		const watched = await watchLocal(local, {
			actAs: [
				{account: 'SHOP', target: targetOf(local, 'SHOP', {password: 'hunter2'})},
				{account: 'PAY', target: targetOf(local, 'SHOP')},
			],
		});
		const {cluster, until} = watched;
		const missing = (accountId: string) => {
			const permission = cluster.permission({...watched.group('ORDERS'), accountId});
			return permission.type === 'locked' ? permission.missing : undefined;
		};
		await until(
			'the verdict on both',
			() => missing('SHOP') !== undefined && missing('PAY') !== undefined,
		);
		expect(missing('SHOP')).toMatch(/^--act-as SHOP=…: cannot connect to 127\.0\.0\.1:\d+.* shop/);
		expect(missing('SHOP')).not.toContain('hunter2');
		expect(missing('PAY')).toBe(
			'--act-as PAY=…: these credentials belong to the account SHOP. Give those of a user of PAY.',
		);
		expect(
			await cluster.stepDown({
				group: watched.group('ORDERS'),
				preferred: undefined,
				timeoutMs: 1000,
			}),
		).toMatchObject({type: 'refused', code: undefined, reason: missing('SHOP')});
		await watched.close();
	});

	it('tell of each account how it stands with them', async () => {
		const watched = await watchLocal(local, {
			actAs: [
				{account: 'SHOP', target: targetOf(local, 'SHOP')},
				{account: 'PAY', target: targetOf(local, 'PAY', {password: 'hunter2'})},
				{account: 'PLAIN', target: targetOf(local, 'PLAIN')},
			],
		});
		const {cluster} = watched;
		const access = (account: string) => cluster.accountAccess?.(account);
		// Nothing tells of a connection but to look at it.
		await vi.waitUntil(
			() =>
				access('SHOP')?.state === 'ready' &&
				access('PAY')?.state === 'refused' &&
				access('PLAIN')?.state === 'no-jetstream',
			{timeout: 30_000},
		);
		expect(access('PAY')?.detail).toMatch(/^--act-as PAY=…: cannot connect to .* pay/);
		expect(access('PAY')?.detail).not.toContain('hunter2');
		expect(access('PLAIN')?.detail).toContain('JetStream is not enabled');
		expect(access('OTHER')).toEqual({
			state: 'no-credentials',
			detail: expect.stringContaining('no credentials for account OTHER: add --act-as OTHER='),
		});
		expect(cluster.actingAccounts?.()).toEqual(['SHOP', 'PAY', 'PLAIN']);
		await watched.close();
	});

	it('move a leader to the server that is wanted', async () => {
		const watched = await watchLocal(local, {
			actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}],
		});
		const {cluster, group, next} = watched;
		const preferred = group('ORDERS').followers[1]?.server;
		const election = next('leader-elected', electing(group('ORDERS')));
		expect(await cluster.stepDown({group: group('ORDERS'), preferred, timeoutMs: 5000})).toEqual({
			type: 'accepted',
		});
		expect((await election).leader).toBe(preferred);
		await watched.close();
	});

	it('stop waiting for an answer when they are told to', async () => {
		const watched = await watchLocal(local, {
			actAs: [{account: 'SHOP', target: targetOf(local, 'SHOP')}],
		});
		const aborted = AbortSignal.abort();
		expect(
			await watched.cluster.stepDown({
				group: watched.group('ORDERS'),
				preferred: undefined,
				timeoutMs: 5000,
				signal: aborted,
			}),
		).toMatchObject({type: 'no-answer'});
		await watched.close();
	});
});
