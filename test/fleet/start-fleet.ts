import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {build} from 'esbuild';
import {connect, type NatsConnection} from 'nats';
import {freePorts} from '../../source/demo/start-cluster.ts';
import {createServerProcess, startWatchdog} from '../../source/demo/server-process.ts';
import {testServer} from '../support/with-cluster.ts';
import {carrierConfig} from './carrier-config.ts';
import {
	type FleetCost,
	type FleetOptions,
	type FleetOrder,
	type FleetTruth,
	orderSubject,
} from './fleet-options.ts';
import {accountNames} from './found-fleet.ts';

/** Simulated servers behind one real one: whoever connects as `sys` sees them as a system account's user would. */
export type Fleet = {
	readonly accounts: readonly string[];
	readonly port: number;
	/** With user and password, as the CLI and `openClusterAt` take it. */
	readonly systemUrl: string;
	readonly url: (account: string) => string;
	/** `ACCOUNT=url` for each account. */
	readonly actAs: readonly string[];
	/** Ids of the processes that stand for the cluster. */
	readonly pids: readonly number[];
	/** Resolves when it has been carried out. */
	readonly order: (order: FleetOrder) => Promise<void>;
	readonly truth: () => Promise<FleetTruth>;
	readonly cost: () => Promise<FleetCost>;
	/** The caller closes it. */
	readonly connect: (account?: string) => Promise<NatsConnection>;
	readonly stop: () => Promise<void>;
};

/** How long the largest fleet may take to come up, and an order to be carried out, in ms. */
const patienceMs = 60_000;

/** Starts a fleet in processes of its own. However this process ends, they end with it. The caller stops it. */
export async function startFleet(options: FleetOptions = {}): Promise<Fleet> {
	const [port = 0] = await freePorts(1);
	const folder = await mkdtemp(path.join(os.tmpdir(), 'leadertop-fleet-'));
	const watchdog = startWatchdog(folder);
	const carrier = createServerProcess(
		{
			name: 'carrier',
			cluster: 'carrier',
			binary: await testServer('newest'),
			port,
			routePort: 0,
			gatewayPort: 0,
			extraPorts: [],
			folder: path.join(folder, 'carrier'),
		},
		watchdog,
	);
	const open: NatsConnection[] = [];
	let program: ChildProcess | undefined;
	const stop = async () => {
		await Promise.all(open.map(async connection => connection.close()));
		if (program?.exitCode === null) {
			const exited = once(program, 'exit');
			program.kill('SIGKILL');
			await exited;
		}

		await carrier.end('SIGKILL');
		await rm(folder, {recursive: true, force: true, maxRetries: 5});
		watchdog.dismiss();
	};

	const connectTo = async (account = 'SYS') => {
		const user = account.toLowerCase();
		return connect({
			servers: `127.0.0.1:${port}`,
			user,
			pass: user,
			waitOnFirstConnect: true,
			reconnectTimeWait: 50,
			maxReconnectAttempts: 200,
		});
	};

	try {
		await mkdir(path.join(folder, 'carrier'));
		await writeFile(path.join(folder, 'carrier', 'server.conf'), carrierConfig(port, options));
		carrier.start();
		const ordering = await connectTo();
		open.push(ordering);
		const file = path.join(folder, 'fleet.mjs');
		await bundle(file);
		program = spawn(process.execPath, [file, JSON.stringify({port, options})], {
			detached: true,
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		await ready(program);
		return fleetOf({
			port,
			accounts: accountNames(options),
			ordering,
			connectTo,
			stop,
			pids: [carrier.pid(), program.pid],
		});
	} catch (error) {
		await stop();
		throw error;
	}
}

type FleetParts = Pick<Fleet, 'port' | 'accounts' | 'stop'> & {
	readonly ordering: NatsConnection;
	readonly connectTo: Fleet['connect'];
	readonly pids: readonly (number | undefined)[];
};

function fleetOf({port, accounts, ordering, connectTo, stop, pids}: FleetParts): Fleet {
	const order = async <Result>(order: FleetOrder): Promise<Result> => {
		const reply = await ordering.request(orderSubject, JSON.stringify(order), {
			timeout: patienceMs,
		});
		const {result, error} = reply.json<{readonly result: Result; readonly error?: string}>();
		if (error !== undefined) {
			throw new Error(`The fleet does not carry out ${order.type}: ${error}`);
		}

		return result;
	};
	const url = (account: string) => {
		const user = account.toLowerCase();
		return `nats://${user}:${user}@127.0.0.1:${port}`;
	};
	return {
		port,
		accounts,
		systemUrl: url('SYS'),
		url,
		actAs: accounts.map(account => `${account}=${url(account)}`),
		pids: pids.filter(pid => pid !== undefined),
		async order(given) {
			await order(given);
		},
		truth: async () => order<FleetTruth>({type: 'truth'}),
		cost: async () => order<FleetCost>({type: 'cost'}),
		connect: connectTo,
		stop,
	};
}

/** One file that needs nothing but Node. Tests run from `test/fleet/`, benchmarks from `dist/bench/`: as deep. */
async function bundle(outfile: string): Promise<void> {
	const root = path.join(import.meta.dirname, '../..');
	await build({
		absWorkingDir: root,
		entryPoints: ['test/fleet/program.ts'],
		outfile,
		bundle: true,
		platform: 'node',
		format: 'esm',
		target: 'node20.19',
		logLevel: 'warning',
		banner: {
			js: "import {createRequire} from 'node:module'; const require = createRequire(import.meta.url);",
		},
	});
}

async function ready(program: ChildProcess): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		program.stdout?.once('data', () => {
			resolve();
		});
		program.once('exit', code => {
			reject(new Error(`The fleet's process ended with ${String(code)}`));
		});
		program.once('error', reject);
	});
}
