import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import type {Cluster} from '../../../source/cluster.ts';
import {openNatsCluster} from '../../../source/nats/open-nats-cluster.ts';
import {UnseeingAccountError} from '../../../source/nats/find-mode.ts';
import {startTestCluster, type Series} from '../../support/with-cluster.ts';
import {accountApi, type AccountApi} from '../account-api.ts';
import {targetAt} from '../target.ts';
import {electing, watchLocal} from '../watched-cluster.ts';
import {leastPermissions, publishing} from './least-permissions.ts';

const streamsOnly = `permissions: {
  publish: ["$JS.API.STREAM.LEADER.STEPDOWN.*"]
  subscribe: ["_INBOX.>"]
}`;

const denied = (what: 'publish' | 'subscribe', subject: string) =>
	`permissions: {${what}: {deny: ["${subject}"]}}`;

const series: readonly Series[] = ['2.9', 'newest'];

describe.each(series)('users with few permissions on nats-server %s', version => {
	let local: LocalCluster;
	let shop: AccountApi;

	beforeAll(async () => {
		const user = (name: string, permissions = '') =>
			`{user: ${name}, password: ${name}, ${permissions}}`;
		const metaToo = publishing(leastPermissions.watchSystem, leastPermissions.actOnMeta);
		const actsToo = publishing(
			leastPermissions.watchAccount,
			'"$JS.API.STREAM.LEADER.STEPDOWN.*", "$JS.API.CONSUMER.LEADER.STEPDOWN.*.*"',
		);
		local = await startTestCluster({
			series: version,
			identity: `accounts {
				SYS {users: [${user('sys')}, ${user('blind', denied('publish', '$SYS.REQ.SERVER.PING.STATSZ'))},
					${user('purblind', denied('publish', '$SYS.REQ.SERVER.PING.JSZ'))}, ${user('deaf', denied('subscribe', '_INBOX.>'))},
					${user('watcher', leastPermissions.watchSystem)}, ${user('chief', metaToo)}]}
				SHOP {
					jetstream: enabled
					users: [
						${user('shop')}, ${user('reader', leastPermissions.watchAccount)}, ${user('owner', actsToo)},
						${user('actor', leastPermissions.act)}, ${user('half', streamsOnly)},
						${user('listless', denied('publish', '$JS.API.STREAM.LIST'))},
						${user('prefixed', leastPermissions.watchAccount.replace('_INBOX.>', '_INBOX_mine.>'))}
					]
				}
				PAY {jetstream: enabled, users: [${user('pay')}]}
			}
			system_account: SYS`,
		});
		shop = await accountApi(local, 'SHOP');
		for (const name of ['A', 'B', 'C']) {
			await shop.createStream(name, 3);
			await shop.createConsumer(name, 'all');
		}
	});

	afterAll(async () => {
		await shop?.close();
		await local?.stop();
	});

	const as = (user: string) =>
		targetAt(
			local.servers.map(({port}) => `127.0.0.1:${port}`),
			user,
			user,
		);

	const stepDown = async (cluster: Cluster, group: Parameters<Cluster['permission']>[0]) =>
		cluster.stepDown({group, preferred: undefined, timeoutMs: 5000});

	it('watch everything and act with the least there is for it', async () => {
		const watched = await watchLocal(local, {
			target: as('watcher'),
			actAs: [{account: 'SHOP', target: as('actor')}],
		});
		const {cluster, view, group, next} = watched;
		expect(cluster.origin).toMatchObject({mode: 'system'});
		expect(view.groups.size).toBe(6);
		for (const each of [group('A'), group('A', 'all')]) {
			const election = next('leader-elected', electing(each));
			expect(await stepDown(cluster, each)).toEqual({type: 'accepted'});
			await election;
		}

		await cluster.refresh();
		expect(view.rejected).toEqual([]);
		await watched.close();
	});

	it('watch one account with the least there is for it, and are told what acting takes', async () => {
		const watched = await watchLocal(local, {target: as('reader')});
		const {cluster, view, group, next} = watched;
		expect(cluster.origin).toMatchObject({mode: 'account', account: 'SHOP'});
		expect(view.groups.size).toBe(6);
		const election = next('leader-elected', electing(group('B')));
		await shop.connection.request('$JS.API.STREAM.LEADER.STEPDOWN.B', '', {timeout: 5000});
		await election;

		const missing = 'may not publish to $JS.API.STREAM.LEADER.STEPDOWN.B';
		if (version === '2.9') {
			// These servers do not tell what a user may: it turns out.
			expect(cluster.permission(group('B'))).toEqual({type: 'allowed'});
			expect(await stepDown(cluster, group('B'))).toMatchObject({
				type: 'refused',
				reason: expect.stringContaining('$JS.API.STREAM.LEADER.STEPDOWN.B'),
			});
		}

		expect(cluster.permission(group('B'))).toMatchObject({
			type: 'locked',
			missing: expect.stringContaining(missing),
		});
		await cluster.refresh();
		expect(view.rejected).toEqual([]);
		await watched.close();
	});

	it('watch one account and act in it with two subjects more', async () => {
		const watched = await watchLocal(local, {target: as('owner')});
		const {cluster, group, next} = watched;
		for (const each of [group('B'), group('B', 'all')]) {
			const election = next('leader-elected', electing(each));
			expect(await stepDown(cluster, each)).toEqual({type: 'accepted'});
			await election;
		}

		await watched.close();
	});

	it('act on streams alone where that is all they may', async () => {
		const watched = await watchLocal(local, {
			actAs: [{account: 'SHOP', target: as('half')}],
		});
		const {cluster, view, group, next} = watched;
		const election = next('leader-elected', electing(group('C')));
		expect(await stepDown(cluster, group('C'))).toEqual({type: 'accepted'});
		await election;

		const consumer = group('C', 'all');
		const subject = '$JS.API.CONSUMER.LEADER.STEPDOWN.C.all';
		expect(await stepDown(cluster, consumer)).toMatchObject({
			type: 'refused',
			reason: expect.stringContaining(subject),
		});
		expect(cluster.permission(consumer)).toMatchObject({
			type: 'locked',
			missing: expect.stringContaining(subject),
		});
		expect(cluster.permission(group('C'))).toEqual({type: 'allowed'});
		expect(group('C', 'all').leader).toBe(await shop.consumerLeader('C', 'all'));
		expect(view.rejected).toEqual([]);
		await watched.close();
	});

	it('keep one who acts over the system account and one within the account apart', async () => {
		const [above, within] = await Promise.all([
			watchLocal(local, {target: as('watcher'), actAs: [{account: 'SHOP', target: as('actor')}]}),
			watchLocal(local, {target: as('owner')}),
		]);
		const request = {cluster: 'demo', who: 'anna', purpose: 'run'} as const;
		const held = await above.cluster.claim?.(request);
		expect(held).toMatchObject({type: 'held', warnings: []});
		expect(await within.cluster.claim?.(request)).toMatchObject({type: 'refused'});
		await Promise.all([above.close(), within.close()]);
	});

	it.each(['watcher', 'reader'])('keep two of %s from moving leaders at once', async user => {
		const [first, second] = await Promise.all([
			openNatsCluster({target: as(user)}),
			openNatsCluster({target: as(user)}),
		]);
		const request = {cluster: 'demo', who: 'anna', purpose: 'run'} as const;
		const held = await first.claim?.(request);
		expect(held).toMatchObject({type: 'held', warnings: []});
		expect(await second.claim?.(request)).toMatchObject({type: 'refused'});
		if (held?.type === 'held') {
			await held.release();
		}

		await Promise.all([first.close(), second.close()]);
	});

	it('are told which subject is missing when they may see nothing', async () => {
		const opening = openNatsCluster({target: as('half')});
		await expect(opening).rejects.toBeInstanceOf(UnseeingAccountError);
		await expect(opening).rejects.toThrow('may not publish to $JS.API.INFO');
	});

	it.each([
		[
			'blind',
			'may not publish to $SYS.REQ.SERVER.PING.STATSZ as a user of the system account has to',
		],
		['deaf', 'this user may not subscribe to _INBOX.>, so that no answer arrives.'],
	])('are told what it is that the %s one lacks', async (user, what) => {
		await expect(openNatsCluster({target: as(user)})).rejects.toThrow(what);
	});

	it('are told at once that they may not list streams', async () => {
		// Servers before 2.10 do not report permissions.
		if (version !== '2.9') {
			await expect(openNatsCluster({target: as('listless')})).rejects.toThrow(
				'this user may not publish to $JS.API.STREAM.LIST, so its streams and consumers cannot',
			);
		}
	});

	it.each([
		[{jetStreamDomain: 'hubb'}, 'in the JetStream domain hubb (--js-domain, or jetstream_domain'],
		[{jetStreamApiPrefix: 'js.hub'}, 'behind the API prefix js.hub (--js-api-prefix, or'],
	])('are told which setting leads nowhere: %o', async (setting, what) => {
		const target = {...as('shop'), ...setting, timeoutMs: 500};
		await expect(openNatsCluster({target})).rejects.toThrow(what);
	});

	it('watch one account with an inbox prefix of their own', async () => {
		const watched = await watchLocal(local, {
			target: {...as('prefixed'), inboxPrefix: '_INBOX_mine'},
		});
		expect(watched.view.groups.size).toBe(6);
		expect(watched.view.rejected).toEqual([]);
		await watched.close();
		await expect(openNatsCluster({target: as('prefixed')})).rejects.toThrow(
			'may not subscribe to _INBOX.>, so that no answer arrives. Allow it, or give the prefix',
		);
	});

	it('are told, too, which question to all servers was not taken', async () => {
		const cluster = await openNatsCluster({target: as('purblind')});
		const rejected = await new Promise(resolve => {
			cluster.watch(event => {
				if (event.type === 'reply-rejected') {
					resolve(event);
				}
			});
		});
		expect(rejected).toMatchObject({
			subject: '$SYS.REQ.SERVER.PING.JSZ',
			reason: 'this user may not publish to it; allow it to see everything',
		});
		await cluster.close();
	});

	it('step the meta leader down with one permission more', async () => {
		const watched = await watchLocal(local, {target: as('chief')});
		const {cluster, next, view} = watched;
		await watched.until('a meta leader', () => view.clusters.get('demo')?.metaLeader !== undefined);
		const change = next('meta-leader-changed', ({leader}) => leader !== undefined);
		expect(
			await cluster.stepDownMetaLeader({
				cluster: 'demo',
				preferred: undefined,
				timeoutMs: 5000,
			}),
		).toEqual({type: 'accepted'});
		await change;
		await watched.close();
	});
});
