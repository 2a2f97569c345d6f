import {rmSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {connect, type ConnectionOptions, type NatsConnection} from 'nats';
import {untilClusterAgrees} from './cluster-agreement.ts';
import {type ClusterOptions, type ClusterUser, systemAccount, usersOf} from './server-config.ts';
import type {ServerProcess, Watchdog} from './server-process.ts';

type LocalServer = {
	readonly name: string;
	readonly cluster: string;
	readonly port: number;
	readonly extraPorts: readonly number[];
	/** Without user: `nats://127.0.0.1:15001`. */
	readonly clientUrl: string;
	readonly logFile: string;
	/** Undefined while it does not run. */
	readonly pid: number | undefined;
	readonly running: boolean;
};

type WaitOptions = {readonly signal?: AbortSignal};

type RestartOptions = WaitOptions & {
	/** Another nats-server than before: an upgrade. */
	readonly binary?: string;
};

/** Real servers on this machine. Methods that take a server's name throw a RangeError for a name that is not there. */
export type LocalCluster = {
	readonly name: string;
	readonly folder: string;
	readonly servers: readonly LocalServer[];
	/** The addresses of all servers with an account's first user in them, or those of one server. */
	readonly url: (account: string, server?: string) => string;
	readonly systemUrl: string;
	/** A connection that lives through restarts of servers. `SYS` is the system account. The caller closes it. */
	readonly connect: (account: string, options?: ConnectionOptions) => Promise<NatsConnection>;
	/** Waits until all servers that run agree and have recovered. */
	readonly untilReady: (options?: WaitOptions) => Promise<void>;
	/** As an operator stops a server: it hands its leaders over first. */
	readonly stopServer: (server: string) => Promise<void>;
	/** As a power cut. */
	readonly killServer: (server: string) => Promise<void>;
	/** On the same ports, with the same store; comes back when the cluster is ready with it. */
	readonly startServer: (server: string, options?: RestartOptions) => Promise<void>;
	readonly restartServer: (server: string, options?: RestartOptions) => Promise<void>;
	/** Begins lame-duck mode; the server ends when it is done (2 minutes by default). */
	readonly lameDuck: (server: string) => void;
	/** Ends all servers and removes the folder. May be called again. */
	readonly stop: () => Promise<void>;
	/** The same at once, for exit handlers. */
	readonly stopNow: () => void;
};

type LocalClusterParts = {
	readonly folder: string;
	readonly servers: readonly ServerProcess[];
	readonly watchdog: Watchdog;
	readonly options: ClusterOptions;
};

/** The handle of servers that may or may not run yet. */
export function createLocalCluster({
	folder,
	servers,
	watchdog,
	options,
}: LocalClusterParts): LocalCluster {
	const server = (name: string): ServerProcess => {
		const found = servers.find(({plan}) => plan.name === name);
		if (!found) {
			throw new RangeError(`The cluster has no server ${name}`);
		}

		return found;
	};

	const url = (account: string, only?: string) => {
		const user = userOf(account, options);
		const [name, password] = [user.user, user.password].map(encodeURIComponent);
		return (only === undefined ? servers : [server(only)])
			.map(({plan}) => `nats://${name}:${password}@127.0.0.1:${plan.port}`)
			.join(',');
	};

	const connectTo = async (account: string, more: ConnectionOptions = {}) => {
		const identity = options.connectionFor?.(account) ?? credentials(userOf(account, options));
		return connect({
			servers: servers.map(({plan}) => `127.0.0.1:${plan.port}`),
			maxReconnectAttempts: -1,
			reconnectTimeWait: 100,
			timeout: 2000,
			...identity,
			...more,
		});
	};

	const closing = new AbortController();
	const untilReady = async ({signal}: WaitOptions = {}) => {
		const running = servers.filter(({pid}) => pid() !== undefined);
		await untilClusterAgrees({
			servers: running.map(({plan}) => plan.name),
			domain: options.domain,
			connect: async () =>
				connectTo(systemAccount, {servers: running.map(({plan}) => `127.0.0.1:${plan.port}`)}),
			checkAlive() {
				for (const {failure} of servers) {
					const died = failure();
					if (died) {
						throw died;
					}
				}
			},
			timeoutMs: options.readyTimeoutMs ?? 45_000,
			signal: signal ? AbortSignal.any([signal, closing.signal]) : closing.signal,
		});
	};

	const startServer = async (name: string, {binary, signal}: RestartOptions = {}) => {
		closing.signal.throwIfAborted();
		server(name).start(binary);
		await untilReady({signal});
	};

	const stopNow = () => {
		for (const each of servers) {
			each.killNow();
		}

		rmSync(folder, {recursive: true, force: true, maxRetries: 20, retryDelay: 50});
	};
	process.once('exit', stopNow);

	let stopped: Promise<void> | undefined;
	const stopAll = async () => {
		closing.abort(new ClusterStoppedError('The local cluster has been stopped'));
		// Their store goes too: nothing is worth a slow, orderly end.
		await Promise.all(servers.map(async each => each.end('SIGKILL')));
		await rm(folder, {recursive: true, force: true, maxRetries: 5});
		process.off('exit', stopNow);
		watchdog.dismiss();
	};

	return {
		name: servers[0]?.plan.cluster ?? '',
		folder,
		servers: servers.map(describe),
		url,
		systemUrl: url(systemAccount),
		connect: connectTo,
		untilReady,
		stopServer: async name => server(name).end('SIGTERM'),
		killServer: async name => server(name).end('SIGKILL'),
		startServer,
		async restartServer(name, how) {
			await server(name).end('SIGTERM');
			await startServer(name, how);
		},
		lameDuck(name) {
			server(name).enterLameDuckMode();
		},
		async stop() {
			stopped ??= stopAll();
			await stopped;
		},
		stopNow,
	};
}

/** Something was asked of a cluster after its end. */
export class ClusterStoppedError extends Error {
	override readonly name = 'ClusterStoppedError';
}

function describe({plan, pid}: ServerProcess): LocalServer {
	return {
		name: plan.name,
		cluster: plan.cluster,
		port: plan.port,
		extraPorts: plan.extraPorts,
		clientUrl: `nats://127.0.0.1:${plan.port}`,
		logFile: path.join(plan.folder, 'log'),
		get pid() {
			return pid();
		},
		get running() {
			return pid() !== undefined;
		},
	};
}

function userOf(name: string, {accounts = []}: ClusterOptions): ClusterUser {
	const account = [{name: systemAccount}, ...accounts].find(each => each.name === name);
	const user = account && usersOf(account)[0];
	if (!user) {
		throw new RangeError(`The cluster has no user of account ${name}`);
	}

	return user;
}

function credentials({user, password}: ClusterUser): ConnectionOptions {
	return {user, pass: password};
}
