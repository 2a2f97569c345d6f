import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {freePorts} from '../../source/demo/start-cluster.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {everySeries, startTestCluster, testServer} from '../support/with-cluster.ts';
import {accountApi} from './account-api.ts';
import {watchLocal} from './watched-cluster.ts';

const configuration = (local: LocalCluster, server: string) =>
	path.join(local.folder, server, 'server.conf');

describe.each(everySeries)('a server of nats-server %s without JetStream', series => {
	let local: LocalCluster;
	let extra: ChildProcess | undefined;

	beforeAll(async () => {
		local = await startTestCluster({series});
	});

	afterAll(async () => {
		if (extra) {
			const ended = once(extra, 'exit');
			extra.kill('SIGKILL');
			await ended;
		}

		await local?.stop();
	});

	it('is shown as such, and is not missing from the picture', async () => {
		const {view, until, close} = await watchLocal(local);
		const [port = 0, routePort = 0] = await freePorts(2);
		const like = local.servers[2];
		const text = await readFile(configuration(local, 'n3'), 'utf8');
		const own = path.join(local.folder, 'n4.conf');
		await writeFile(
			own,
			text
				.replace('server_name: "n3"', 'server_name: "n4"')
				.replace(`127.0.0.1:${like?.port}`, `127.0.0.1:${port}`)
				.replace(/listen: "127\.0\.0\.1:\d+", routes/, `listen: "127.0.0.1:${routePort}", routes`)
				.replace(/^jetstream .*$/m, ''),
		);
		extra = spawn(await testServer(series), ['-c', own], {stdio: 'ignore'});
		await until('n4', () => view.servers.has('n4'));
		expect(view.servers.get('n4')).toMatchObject({state: 'no-jetstream', cluster: 'demo'});
		expect(view.missing).toEqual([]);
		await close();
	});
});

describe('a server that lets nobody in for a while', () => {
	let local: LocalCluster;

	beforeAll(async () => {
		local = await startTestCluster({servers: 1});
		const shop = await accountApi(local, 'SHOP');
		await shop.createStream('ONLY', 1);
		await shop.close();
	});

	afterAll(async () => {
		await local?.stop();
	});

	it('is tried until it does, and read anew then', async () => {
		const {view, until, next, group, close} = await watchLocal(local);
		const good = await readFile(configuration(local, 'n1'), 'utf8');
		const refused = next('connection-changed', ({detail}) => /authorization/.test(detail ?? ''));
		await local.stopServer('n1');
		await until('the loss', () => view.connection.state === 'reconnecting');
		await writeFile(
			configuration(local, 'n1'),
			good.replace('password: "sys"', 'password: "changed"'),
		);
		// The cluster's own system user is refused too: it cannot tell when it is ready.
		const seen = new AbortController();
		const started = local.startServer('n1', {signal: seen.signal}).catch(() => undefined);
		const {state, at, detail} = await refused;
		expect(state).toBe('reconnecting');
		expect(detail).toMatch(
			/^127\.0\.0\.1:\d+: authorization violation; .* the user sys; check name/,
		);
		// It is away since it was lost, not since the last attempt.
		expect(view.connection.at).toBeLessThan(at);
		seen.abort();
		await started;

		await local.stopServer('n1');
		await writeFile(configuration(local, 'n1'), good);
		await local.startServer('n1');
		await until('the connection', () => view.connection.state === 'connected');
		await until('the server', () => view.servers.get('n1')?.state === 'online');
		await until('a new inventory', () => view.missing.length === 0);
		expect(group('ONLY').leader).toBe('n1');
		await close();
	});
});
