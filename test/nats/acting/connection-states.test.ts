import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer, connect, type Server, type Socket} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, expect, it, vi} from 'vitest';
import type {AccountAccessState} from '../../../source/domain/account-access.ts';
import type {LocalCluster} from '../../../source/demo/local-cluster.ts';
import {freePorts} from '../../../source/demo/start-cluster.ts';
import type {ConnectionTarget} from '../../../source/nats/access/connection-target.ts';
import {Secret} from '../../../source/nats/access/secret.ts';
import {startTestCluster} from '../../support/with-cluster.ts';
import {accountApi} from '../account-api.ts';
import {targetAt} from '../target.ts';
import {watchLocal, type WatchedCluster} from '../watched-cluster.ts';

const streamsOnly = `permissions: {
  publish: ["$JS.API.STREAM.LEADER.STEPDOWN.*", "$SYS.REQ.USER.INFO"]
  subscribe: ["_INBOX.>"]
}`;

let local: LocalCluster;
let folder: string;
let road: Road;
let watched: WatchedCluster | undefined;

beforeAll(async () => {
	folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-acting-'));
	const user = (name: string, permissions = '') =>
		`{user: ${name}, password: ${name}, ${permissions}}`;
	// A server without cluster names no other ways to itself than the one that was given.
	local = await startTestCluster({
		servers: 1,
		identity: `accounts {
			SYS {users: [${user('sys')}]}
			SHOP {jetstream: enabled, users: [${user('shop')}, ${user('half', streamsOnly)}]}
		}
		system_account: SYS`,
	});
	const shop = await accountApi(local, 'SHOP');
	await shop.createStream('ORDERS', 1);
	await shop.close();
	road = await roadTo(local.servers[0]?.port ?? 0);
});

afterEach(async () => {
	await watched?.close();
	watched = undefined;
	await road.block();
});

afterAll(async () => {
	await road?.block();
	await local?.stop();
	await rm(folder, {recursive: true, force: true});
});

const over = (port: number, user: string): ConnectionTarget =>
	targetAt([`127.0.0.1:${port}`], user, user);

async function actIn(target: ConnectionTarget) {
	watched = await watchLocal(local, {
		target: over(local.servers[0]?.port ?? 0, 'sys'),
		actAs: [{account: 'SHOP', target}],
	});
	const {cluster, group} = watched;
	const access = () => cluster.accountAccess?.('SHOP');
	return {
		cluster,
		access,
		group,
		// Nothing tells of a connection but to look at it.
		until: async (state: AccountAccessState) =>
			vi.waitUntil(() => access()?.state === state, {timeout: 30_000, interval: 20}),
	};
}

it('cannot be reached, can be after all when tried again, is lost and comes back', async () => {
	const {cluster, access, group, until} = await actIn(over(road.port, 'shop'));
	await until('unreachable');
	expect(access()?.detail).toContain(
		`--act-as SHOP=…: cannot connect to 127.0.0.1:${road.port}: nothing listens there`,
	);
	// It may be back at any time: an act tries it.
	expect(cluster.permission(group('ORDERS'))).toEqual({type: 'allowed'});
	expect(
		await cluster.stepDown({group: group('ORDERS'), preferred: undefined, timeoutMs: 2000}),
	).toMatchObject({type: 'no-answer', reason: expect.stringContaining('cannot connect to')});

	await road.clear();
	await cluster.refresh();
	await until('ready');
	expect(access()?.detail).toBeUndefined();

	await road.block();
	await until('reconnecting');
	expect(access()?.detail).toContain(`lost 127.0.0.1:${road.port}`);
	await vi.waitUntil(() => access()?.detail?.includes('nothing listens there'), {timeout: 30_000});
	expect(access()).toMatchObject({
		state: 'reconnecting',
		detail: expect.stringMatching(`^127.0.0.1:${road.port}: nothing listens there; check`),
	});
	await road.clear();
	await until('ready');
});

it('is opened by the next act where it could not be before', async () => {
	const {cluster, group, until} = await actIn(over(road.port, 'shop'));
	await until('unreachable');
	await road.clear();
	// A one-replica group has nobody to hand over to; that its leader answers is what counts.
	expect(
		await cluster.stepDown({group: group('ORDERS'), preferred: undefined, timeoutMs: 5000}),
	).not.toMatchObject({type: 'no-answer', reason: expect.stringContaining('cannot connect')});
	await until('ready');
});

it('is refused, and accepted once its password has been put right', async () => {
	await road.clear();
	const file = path.join(folder, 'password');
	await writeFile(file, 'hunter2\n');
	const {cluster, access, group, until} = await actIn({
		...over(road.port, 'shop'),
		authentication: {type: 'user', user: 'shop', password: {text: new Secret('hunter2'), file}},
	});
	await until('refused');
	expect(access()?.detail).toMatch(/^--act-as SHOP=…: cannot connect to .* shop/);
	expect(access()?.detail).not.toContain('hunter2');
	expect(cluster.permission(group('ORDERS'))).toEqual({
		type: 'locked',
		missing: access()?.detail,
	});

	await writeFile(file, 'shop\n');
	await cluster.refresh();
	await until('ready');
	expect(cluster.permission(group('ORDERS'))).toEqual({type: 'allowed'});
});

it('names the subject that its user may not publish to', async () => {
	await road.clear();
	const {access, until} = await actIn(over(road.port, 'half'));
	await until('limited');
	expect(access()?.detail).toBe(
		'the user of --act-as SHOP=… may not publish to $JS.API.CONSUMER.LEADER.STEPDOWN.*.*, or not for all: allow it to this user',
	);
});

/** A way to a server that can be blocked, which breaks all connections on it. */
type Road = {
	readonly port: number;
	readonly clear: () => Promise<void>;
	readonly block: () => Promise<void>;
};

async function roadTo(target: number): Promise<Road> {
	const [port = 0] = await freePorts(1);
	const sockets = new Set<Socket>();
	let server: Server | undefined;
	return {
		port,
		async clear() {
			const opened = createServer(near => {
				const far = connect(target, '127.0.0.1');
				for (const [socket, other] of [
					[near, far],
					[far, near],
				] as const) {
					sockets.add(socket);
					socket.on('error', () => undefined);
					socket.on('close', () => {
						sockets.delete(socket);
						other.destroy();
					});
					socket.pipe(other);
				}
			});
			server = opened;
			await new Promise<void>((resolve, reject) => {
				opened.once('error', reject);
				opened.listen(port, '127.0.0.1', resolve);
			});
		},
		async block() {
			const closing = server;
			server = undefined;
			if (closing) {
				await new Promise(resolve => {
					closing.close(resolve);
					for (const socket of sockets) {
						socket.destroy();
					}
				});
			}
		},
	};
}
