import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, describe, expect, it, vi} from 'vitest';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import type {AccountAccessState} from '../../../source/domain/account-access.ts';
import {sendStepDown} from '../../../source/nats/acting/step-down.ts';
import {findAccount} from '../../../source/nats/acting/find-accounts.ts';
import {openConnection} from '../../../source/nats/access/open-connection.ts';
import {Link} from '../../../source/nats/client/link.ts';
import {startTestCluster, type Series} from '../../support/with-cluster.ts';
import {accountApi, type AccountApi} from '../account-api.ts';
import {leastPermissions, publishing} from '../account/least-permissions.ts';
import {targetAt} from '../target.ts';
import {electing, watchLocal, type WatchedCluster} from '../watched-cluster.ts';

describe.each<Series>(['2.10', 'newest'])(
	'answers that cannot arrive from nats-server %s',
	series => {
		let local: LocalCluster;
		let shop: AccountApi;
		let watched: WatchedCluster | undefined;

		beforeAll(async () => {
			const owner = publishing(
				leastPermissions.watchAccount,
				'"$JS.API.STREAM.LEADER.STEPDOWN.*", "$JS.API.CONSUMER.LEADER.STEPDOWN.*.*"',
			);
			local = await startTestCluster({
				series,
				identity: `accounts {
				SYS {users: [{user: sys, password: sys}]}
				SHOP {jetstream: enabled, users: [
					{user: shop, password: shop}
					{user: deaf, password: deaf, ${leastPermissions.act.replace('_INBOX', '_INBOX_deaf')}}
					{user: mover, password: mover, ${leastPermissions.act}}
					{user: owner, password: owner, ${owner}}
				]}
			}
			system_account: SYS`,
			});
			shop = await accountApi(local, 'SHOP');
			await shop.createStream('ORDERS', 3);
		});

		afterEach(async () => {
			await watched?.close();
			watched = undefined;
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

		it('are not taken for a request that was refused', async () => {
			watched = await watchLocal(local);
			const {group, next} = watched;
			const link = new Link(await openConnection(as('deaf')));
			const election = next('leader-elected', electing(group('ORDERS')));
			const answer = await sendStepDown({
				link,
				subject: '$JS.API.STREAM.LEADER.STEPDOWN.ORDERS',
				onDenied: () => expect.unreachable(),
				preferred: undefined,
				leaderVersion: undefined,
				timeoutMs: 5000,
			});
			expect(answer).toEqual({type: 'no-answer', reason: 'may not subscribe to _INBOX.>'});
			await election;
			await link.connection.close();
		});

		it('are told where the account is asked for', async () => {
			await expect(findAccount({account: undefined, target: as('deaf')})).rejects.toThrow(
				/^--act-as 127\.0\.0\.1:\d+: its user may not subscribe to _INBOX\.>, so no answer arrives/,
			);
		});

		it.each([
			['over a connection for acting', 'mover'],
			['over the connection that is watched over', 'owner'],
		])('lock the account %s after a reload, until another one', async (_, user) => {
			watched = await watchLocal(
				local,
				user === 'owner'
					? {target: as(user)}
					: {target: as('sys'), actAs: [{account: 'SHOP', target: as(user)}]},
			);
			const {cluster, group} = watched;
			const access = () => cluster.accountAccess?.('SHOP');
			// Nothing tells of a connection but to look at it.
			const until = async (state: AccountAccessState) =>
				vi.waitUntil(() => access()?.state === state, {timeout: 30_000, interval: 20});
			await until('ready');
			await reload(text => text.replaceAll('"_INBOX.>"', '"_INBOX_other.>"'));
			await until('refused');
			expect(access()?.detail).toContain('may not subscribe to _INBOX.>, so no answer arrives');
			const orders = group('ORDERS');
			expect(cluster.permission(orders)).toEqual({type: 'locked', missing: access()?.detail});
			const leader = await shop.streamLeader('ORDERS');
			expect(
				await cluster.stepDown({group: orders, preferred: undefined, timeoutMs: 5000}),
			).toMatchObject({type: 'refused', reason: access()?.detail});
			expect(await shop.streamLeader('ORDERS')).toBe(leader);

			await reload(text => text.replaceAll('"_INBOX_other.>"', '"_INBOX.>"'));
			await vi.waitUntil(
				async () => {
					await cluster.refresh();
					return access()?.state === 'ready';
				},
				{timeout: 30_000, interval: 100},
			);
			expect(cluster.permission(orders)).toEqual({type: 'allowed'});
		});

		/** Has all servers read their configuration again. */
		async function reload(change: (text: string) => string): Promise<void> {
			for (const {name, pid} of local.servers) {
				const file = path.join(local.folder, name, 'server.conf');
				await writeFile(file, change(await readFile(file, 'utf8')));
				process.kill(pid ?? expect.unreachable(), 'SIGHUP');
			}
		}
	},
);
