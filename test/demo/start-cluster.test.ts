import {once} from 'node:events';
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {createAssets} from '../../source/demo/create-assets.ts';
import type {LocalCluster} from '../../source/demo/local-cluster.ts';
import {ClusterStoppedError} from '../../source/demo/local-cluster.ts';
import {ServerDiedError} from '../../source/demo/server-process.ts';
import {freePorts} from '../../source/demo/start-cluster.ts';
import {isAlive, isFree} from '../support/processes.ts';
import type {TestClusterOptions} from '../support/with-cluster.ts';
import {everySeries, startTestCluster, testServer} from '../support/with-cluster.ts';

describe('a local cluster', () => {
	let temporary: string;
	let cluster: LocalCluster | undefined;

	const start = async (options?: TestClusterOptions) => {
		cluster = await startTestCluster(options);
		return cluster;
	};

	beforeEach(() => {
		temporary = mkdtempSync(path.join(os.tmpdir(), 'start-test-'));
		vi.stubEnv('TMPDIR', temporary);
	});

	afterEach(async () => {
		await cluster?.stop();
		cluster = undefined;
		vi.unstubAllEnvs();
		rmSync(temporary, {recursive: true});
	});

	it.each(everySeries)('of %s keeps what it stored over a restart of each server', async series => {
		const started = await start({series});
		const {connect, servers, restartServer} = started;
		expect(servers.map(({name}) => name)).toEqual(['n1', 'n2', 'n3']);
		const shop = await connect('SHOP');
		await createAssets(started, {
			plan: [
				{
					account: 'SHOP',
					name: 'ORDERS',
					subject: 'orders',
					replicas: 3,
					storage: 'file',
					consumers: [],
				},
			],
		});
		await shop.request('orders', 'kept');

		for (const {name, pid, port} of servers) {
			await restartServer(name);
			const again = servers.find(server => server.name === name);
			expect(again?.port).toBe(port);
			expect(again?.pid).not.toBe(pid);
		}

		const info = await api(shop, 'STREAM.INFO.ORDERS');
		expect(info).toMatchObject({state: {messages: 1}});
		await shop.close();
	});

	it('leaves no process, no folder and no port behind', async () => {
		const {servers, stop} = await start();
		const pids = servers.map(({pid}) => pid ?? 0);
		expect(pids.every(isAlive)).toBe(true);
		expect(readdirSync(temporary)).toHaveLength(1);

		await stop();
		await stop();
		expect(pids.some(isAlive)).toBe(false);
		expect(servers.every(({running}) => !running)).toBe(true);
		expect(readdirSync(temporary)).toEqual([]);
		expect(await Promise.all(servers.map(async ({port}) => isFree(port)))).toEqual([
			true,
			true,
			true,
		]);
	});

	it('ends at once for an exit handler', async () => {
		const {servers, folder, stopNow} = await start();
		const pids = servers.map(({pid}) => pid ?? 0);
		stopNow();
		expect(existsSync(folder)).toBe(false);
		await vi.waitFor(() => {
			expect(pids.some(isAlive)).toBe(false);
		});
	});

	it('goes on without a server that was stopped or killed, and takes it back', async () => {
		const {servers, stopServer, killServer, startServer, untilReady, connect} = await start();
		for (const end of [stopServer, killServer]) {
			await end('n2');
			expect(servers.map(({running}) => running)).toEqual([true, false, true]);
			await untilReady();
			// A new connection: what an old one is asked while it looks for another server gets lost in the client.
			const shop = await connect('SHOP');
			await api(shop, 'INFO');
			await shop.close();
			await startServer('n2');
			expect(servers.map(({running}) => running)).toEqual([true, true, true]);
		}
	});

	it('tells when a server enters lame-duck mode', async () => {
		const {connect, lameDuck} = await start();
		const system = await connect('SYS');
		const events = system.subscribe('$SYS.SERVER.*.LAMEDUCK', {max: 1});
		await system.flush();
		lameDuck('n3');
		for await (const event of events) {
			expect(event.json()).toMatchObject({name: 'n3'});
		}

		await system.close();
	});

	it('carries on with another version: an upgrade', async () => {
		const {connect, restartServer} = await start({series: '2.10'});
		await restartServer('n1', {binary: await testServer('newest')});
		const system = await connect('SYS');
		const versions = new Map<string, string>();
		for await (const reply of await system.requestMany('$SYS.REQ.SERVER.PING', '', {
			strategy: 'count',
			maxMessages: 3,
		})) {
			const {server} = reply.json<{server: {name: string; ver: string}}>();
			versions.set(server.name, server.ver);
		}

		expect(versions.get('n2')).toMatch(/^2\.10\./);
		expect(versions.get('n1')).not.toMatch(/^2\.10\./);
		await system.close();
	});

	it('can be one server', async () => {
		const {connect, servers} = await start({servers: 1});
		expect(servers).toHaveLength(1);
		const shop = await connect('SHOP');
		await api(shop, 'STREAM.CREATE.ORDERS', {name: 'ORDERS'});
		await shop.close();
	});

	it('can be two clusters joined by gateways', async () => {
		const {connect, servers} = await start({clusters: {east: 3, west: 3}});
		expect(servers.map(({cluster}) => cluster)).toEqual(
			['east', 'west'].flatMap(name => [name, name, name]),
		);
		const shop = await connect('SHOP');
		for (const name of ['east', 'west']) {
			const created = await api(shop, `STREAM.CREATE.ORDERS-${name}`, {
				name: `ORDERS-${name}`,
				num_replicas: 3,
				placement: {cluster: name},
			});
			expect(created).toMatchObject({cluster: {name}});
		}

		await shop.close();
	});

	it('takes more configuration and ports for each server', async () => {
		const {servers} = await start({
			extraPorts: 1,
			configure: ({extraPorts}) => `http: "127.0.0.1:${extraPorts[0]}"`,
		});
		for (const {name, extraPorts} of servers) {
			const answer = await fetch(`http://127.0.0.1:${extraPorts[0]}/varz`);
			expect(await answer.json()).toMatchObject({server_name: name});
		}
	});

	it('says why a server ended, with its log, and leaves nothing', async () => {
		const failure: unknown = await start({configure: () => 'no_such_option: 1'}).catch(
			(error: unknown) => error,
		);
		expect(failure).toBeInstanceOf(ServerDiedError);
		expect((failure as Error).message).toMatch(/nats-server n\d ended by itself \(exit code 1\)/);
		expect((failure as Error).message).toContain('no_such_option');
		expect(readdirSync(temporary)).toEqual([]);
	});

	it('says what is missing when it is not ready in time', async () => {
		// Two servers of three that never see each other cannot elect a meta leader.
		const starting = start({
			readyTimeoutMs: 1500,
			configure: () => 'cluster {routes: ["nats://127.0.0.1:9"]}',
		});
		await expect(starting).rejects.toThrow(/^The cluster is not ready after 1\.5 s: .*n1/);
		expect(readdirSync(temporary)).toEqual([]);
	});

	it('can be called off while it starts', async () => {
		const stop = new AbortController();
		const reason = new Error('enough');
		const starting = start({
			signal: stop.signal,
			configure() {
				stop.abort(reason);
				return '';
			},
		});
		await expect(starting).rejects.toBe(reason);
		expect(readdirSync(temporary)).toEqual([]);
	});

	it('does not start a server after its end', async () => {
		const {stop, startServer, stopServer} = await start();
		await stopServer('n1');
		await stop();
		await expect(startServer('n1')).rejects.toBeInstanceOf(ClusterStoppedError);
	});

	it('knows its servers and accounts only', async () => {
		const {url, stopServer, systemUrl, servers} = await start();
		await expect(stopServer('n9')).rejects.toBeInstanceOf(RangeError);
		expect(() => url('OTHER')).toThrow(RangeError);
		expect(url('SHOP', 'n2')).toBe(`nats://shop:shop@127.0.0.1:${servers[1]?.port}`);
		expect(systemUrl.split(',')).toHaveLength(3);
	});
});

type Requester = Awaited<ReturnType<LocalCluster['connect']>>;

async function api(connection: Requester, operation: string, body?: unknown): Promise<unknown> {
	const payload = body === undefined ? '' : JSON.stringify(body);
	const reply = await connection.request(`$JS.API.${operation}`, payload, {timeout: 10_000});
	const answer = reply.json<{error?: unknown}>();
	expect(answer.error).toBeUndefined();
	return answer;
}

it('takes different ports of 127.0.0.1 that can all be listened on at once', async () => {
	const ports = await freePorts(20);
	expect(new Set(ports).size).toBe(20);
	const servers = ports.map(port => createServer().listen(port, '127.0.0.1'));
	await Promise.all(servers.map(async server => once(server, 'listening')));
	await Promise.all(servers.map(async server => once(server.close(), 'close')));
});
