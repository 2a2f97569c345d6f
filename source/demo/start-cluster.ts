import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type {ClusterOptions, ServerPlan} from './cluster-options.ts';
import {freePorts} from './free-ports.ts';
import type {LocalCluster} from './local-cluster.ts';
import {createLocalCluster} from './local-cluster.ts';
import {serverConfig} from './server-config.ts';
import {createServerProcess, ServerDiedError} from './server-process.ts';
import {startWatchdog} from './watchdog.ts';

/**
 * Starts real servers on 127.0.0.1, with all they write in one temporary folder, and waits until they agree.
 * However this process ends, the servers end with it and the folder goes.
 * @throws ServerDiedError, ClusterNotReadyError, or the reason of the signal; nothing is left behind then
 */
export async function startCluster(options: ClusterOptions): Promise<LocalCluster> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await startOnce(options);
		} catch (error) {
			// Another program took a port between our look and the start of the server.
			if (attempt === 3 || !(error instanceof ServerDiedError && error.portTaken)) {
				throw error;
			}
		}
	}
}

async function startOnce(options: ClusterOptions): Promise<LocalCluster> {
	options.signal?.throwIfAborted();
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-'));
	const watchdog = startWatchdog(folder);
	try {
		const plans = await planServers(folder, options);
		for (const plan of plans) {
			await mkdir(plan.folder);
			await writeFile(path.join(plan.folder, 'server.conf'), serverConfig(plan, plans, options));
		}

		const servers = plans.map(plan => createServerProcess(plan, watchdog));
		const cluster = createLocalCluster({folder, servers, watchdog, options});
		try {
			for (const server of servers) {
				server.start();
			}

			await cluster.untilReady({signal: options.signal});
			return cluster;
		} catch (error) {
			await cluster.stop();
			throw error;
		}
	} catch (error) {
		watchdog.dismiss();
		await rm(folder, {recursive: true, force: true});
		throw error;
	}
}

async function planServers(
	folder: string,
	{binary, servers = 3, name = 'demo', clusters, extraPorts = 0}: ClusterOptions,
): Promise<readonly ServerPlan[]> {
	const members = clusters ? membersOf(clusters) : membersOfOne(name, servers);
	const perServer = 3 + extraPorts;
	const ports = await freePorts(members.length * perServer);
	return members.map((member, index) => {
		const own = ports.slice(index * perServer, (index + 1) * perServer);
		const [port = 0, routePort = 0, gatewayPort = 0, ...extra] = own;
		const program = typeof binary === 'string' ? binary : binary[index % binary.length];
		if (program === undefined) {
			throw new TypeError('startCluster needs the path of a nats-server');
		}

		return {
			...member,
			binary: program,
			port,
			routePort,
			gatewayPort,
			extraPorts: extra,
			folder: path.join(folder, member.name),
		};
	});
}

type Member = {readonly name: string; readonly cluster: string};

function membersOfOne(cluster: string, servers: number | readonly string[]): readonly Member[] {
	const names = typeof servers === 'number' ? numbered(servers) : servers;
	return names.map(name => ({name, cluster}));
}

function membersOf(clusters: Readonly<Record<string, number>>): readonly Member[] {
	return Object.entries(clusters).flatMap(([cluster, count]) =>
		numbered(count).map(name => ({name: `${cluster}-${name}`, cluster})),
	);
}

function numbered(count: number): readonly string[] {
	return Array.from({length: count}, (_, index) => `n${index + 1}`);
}
