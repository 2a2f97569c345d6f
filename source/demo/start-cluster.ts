import {randomInt} from 'node:crypto';
import {once} from 'node:events';
import {mkdir, mkdtemp, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {createLocalCluster, type LocalCluster} from './local-cluster.ts';
import {HopelessError} from './poll-until.ts';
import {type ClusterOptions, serverConfig, type ServerPlan} from './server-config.ts';
import {createServerProcess, startWatchdog} from './server-process.ts';

/**
 * Starts real servers on 127.0.0.1, with all they write in one temporary folder, and waits until they agree.
 * However this process ends, the servers end with it and the folder goes.
 * @throws ServerDiedError, TooLateError, or the reason of the signal; nothing is left behind then
 */
export async function startCluster(options: ClusterOptions): Promise<LocalCluster> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await startOnce(options);
		} catch (error) {
			if (attempt === attempts || !(error instanceof HopelessError && error.worthRetrying)) {
				throw error;
			}
		}
	}
}

const attempts = 3;

async function startOnce(options: ClusterOptions): Promise<LocalCluster> {
	options.signal?.throwIfAborted();
	const members = membersOf(options);
	const ports = await freePorts(members.length * portsPerServer(options));
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-'));
	const watchdog = startWatchdog(folder);
	const plans = members.map((member, index) => planServer(member, index, folder, ports, options));
	const servers = plans.map(plan => createServerProcess(plan, watchdog));
	const cluster = createLocalCluster({folder, servers, watchdog, options});
	try {
		for (const plan of plans) {
			await mkdir(plan.folder);
			await writeFile(path.join(plan.folder, 'server.conf'), serverConfig(plan, plans, options));
		}

		options.signal?.throwIfAborted();
		for (const server of servers) {
			server.start();
		}

		await cluster.untilReady({signal: options.signal});
		return cluster;
	} catch (error) {
		await cluster.stop();
		throw error;
	}
}

type Member = {readonly name: string; readonly cluster: string};

function membersOf({
	servers = 3,
	name: cluster = 'demo',
	clusters,
}: ClusterOptions): readonly Member[] {
	if (clusters) {
		return Object.entries(clusters).flatMap(([cluster, count]) =>
			numbered(count).map(name => ({name: `${cluster}-${name}`, cluster})),
		);
	}

	const names = typeof servers === 'number' ? numbered(servers) : servers;
	return names.map(name => ({name, cluster}));
}

function numbered(count: number): readonly string[] {
	return Array.from({length: count}, (_, index) => `n${index + 1}`);
}

function portsPerServer({extraPorts = 0}: ClusterOptions): number {
	return 3 + extraPorts;
}

function planServer(
	member: Member,
	index: number,
	folder: string,
	ports: readonly number[],
	options: ClusterOptions,
): ServerPlan {
	const count = portsPerServer(options);
	const own = ports.slice(index * count, (index + 1) * count);
	const [port = 0, routePort = 0, gatewayPort = 0, ...extraPorts] = own;
	const {binary} = options;
	return {
		...member,
		binary: typeof binary === 'string' ? binary : (binary[index % binary.length] ?? 'nats-server'),
		port,
		routePort,
		gatewayPort,
		extraPorts,
		folder: path.join(folder, member.name),
	};
}

/**
 * Ports of 127.0.0.1 that nothing listens on.
 * They lie below the range from which systems take the local ports of outgoing connections (Linux from 32768, macOS
 * from 49152), so that a server that was stopped finds its port free when it starts again.
 */
export async function freePorts(count: number): Promise<readonly number[]> {
	const held: Server[] = [];
	const ports: number[] = [];
	try {
		for (let tries = 0; ports.length < count; tries++) {
			if (tries > count + 1000) {
				throw new Error(`no ${count} free ports between ${lowest} and ${highest} on 127.0.0.1`);
			}

			const port = randomInt(lowest, highest);
			const server = await listen(port);
			if (server) {
				held.push(server);
				ports.push(port);
			}
		}
	} finally {
		await Promise.all(held.map(server => once(server.close(), 'close')));
	}

	return ports;
}

const lowest = 15_000;
const highest = 32_000;

async function listen(port: number): Promise<Server | undefined> {
	const server = createServer();
	return new Promise(resolve => {
		server.once('error', () => {
			resolve(undefined);
		});
		server.listen({port, host: '127.0.0.1', exclusive: true}, () => {
			resolve(server);
		});
	});
}
