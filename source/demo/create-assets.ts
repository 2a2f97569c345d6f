import type {NatsConnection} from 'nats';
import pLimit from 'p-limit';
import {sleep} from '../time/sleep.ts';
import {recordAt, textAt} from './ask-servers.ts';
import {untilSettled} from './count-leaders.ts';
import type {LocalCluster} from './local-cluster.ts';
import type {ClusterAccount} from './server-config.ts';

export type AssetProgress = {readonly created: number; readonly total: number};

type CreateAssetsOptions = AssetOptions & {
	/** What to create. Default: {@link planAssets} of the other options. */
	readonly plan?: readonly StreamPlan[];
	/** Called after each stream and each consumer. */
	readonly onProgress?: (progress: AssetProgress) => void;
	readonly signal?: AbortSignal;
};

/**
 * Creates streams, and consumers on them, with plain JetStream API requests that servers from 2.9 on understand, and
 * waits until all their groups have a leader and current followers.
 * @returns what was created
 * @throws AssetError when the cluster refuses one, or does not create it in a minute
 */
export async function createAssets(
	cluster: LocalCluster,
	{plan, onProgress, signal, ...wishes}: CreateAssetsOptions = {},
): Promise<readonly StreamPlan[]> {
	const streams = plan ?? planAssets(smallestCluster(cluster), wishes);
	const total = streams.reduce((sum, {consumers}) => sum + 1 + consumers.length, 0);
	const limit = pLimit(inFlight);
	// The first failure ends the others.
	const failing = new AbortController();
	const ending = signal ? AbortSignal.any([signal, failing.signal]) : failing.signal;
	let created = 0;

	const connections = new Map<string, NatsConnection>();
	try {
		for (const account of new Set(streams.map(({account}) => account))) {
			connections.set(account, await cluster.connect(account));
		}

		const create = async (stream: StreamPlan, consumer?: string) => {
			const connection = connections.get(stream.account);
			if (connection) {
				const [subject, body] =
					consumer === undefined ? streamRequest(stream) : consumerRequest(stream, consumer);
				await limit(async () => ask(connection, subject, body, ending));
				created++;
				onProgress?.({created, total});
			}
		};

		const tasks = streams.map(async stream => {
			await create(stream);
			await Promise.all(stream.consumers.map(async consumer => create(stream, consumer)));
		});
		try {
			await Promise.all(tasks);
		} catch (error) {
			failing.abort(error);
			await Promise.allSettled(tasks);
			throw error;
		}
	} finally {
		await Promise.all([...connections.values()].map(async connection => connection.close()));
	}

	await untilSettled(cluster, {signal});
	return streams;
}

/** The cluster did not create a stream or a consumer. */
class AssetError extends Error {
	override readonly name = 'AssetError';
}

/**
 * Measured for 60 streams with 2 consumers, 3 servers and us on two cores: 16 in flight 4.9 s (2.9, 2.10) and 1.9 s
 * (2.15), 32 3.0 s and 2.5 s; 64 and more 5 to 7 s on all, with requests that time out.
 */
const inFlight = 24;
/**
 * Refusals that pass: no leader at this moment (10008), a peer that the meta leader takes for offline (10005),
 * insufficient resources before the servers know each other's (10023), and a stream not found (10059) by a new meta
 * leader that is still catching up.
 */
const passing = [10005, 10008, 10023, 10059];
const requestMs = 5000;
const patienceMs = 60_000;
const retryMs = 200;

/** A stream lives in one cluster, also of a super-cluster. */
function smallestCluster({servers}: LocalCluster): number {
	const sizes = new Map<string, number>();
	for (const {cluster} of servers) {
		sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
	}

	return Math.min(...sizes.values());
}

type ApiRequest = readonly [subject: string, body: unknown];

function streamRequest({name, subject, replicas, storage}: StreamPlan): ApiRequest {
	const config = {
		name,
		subjects: [subject],
		num_replicas: replicas,
		storage,
		retention: 'limits',
		discard: 'old',
		max_msgs: 10_000,
	};
	return [`$JS.API.STREAM.CREATE.${name}`, config];
}

function consumerRequest({name: stream}: StreamPlan, name: string): ApiRequest {
	const config = {
		name,
		durable_name: name,
		ack_policy: 'explicit',
		deliver_policy: 'all',
		max_ack_pending: 1000,
	};
	return [`$JS.API.CONSUMER.CREATE.${stream}.${name}`, {stream_name: stream, config}];
}

/** A young cluster may be short of a leader for a moment: what it could not do now is asked again. */
async function ask(
	connection: NatsConnection,
	subject: string,
	body: unknown,
	signal: AbortSignal,
): Promise<void> {
	const deadline = performance.now() + patienceMs;
	for (;;) {
		signal.throwIfAborted();
		let refusal: string;
		try {
			const reply = await connection.request(subject, JSON.stringify(body), {timeout: requestMs});
			const error = recordAt(reply.json<unknown>(), 'error');
			if (!error) {
				return;
			}

			refusal = textAt(error, 'description') ?? 'refused';
			if (!passing.includes(Number(error['err_code']))) {
				throw new AssetError(`${subject}: ${refusal}`);
			}
		} catch (error) {
			if (error instanceof AssetError || connection.isClosed()) {
				throw error;
			}

			refusal = error instanceof Error ? error.message : String(error);
		}

		if (performance.now() > deadline) {
			throw new AssetError(`${subject}: ${refusal}, for ${patienceMs / 1000} s`);
		}

		await sleep(retryMs, signal);
	}
}

export type StreamPlan = {
	readonly account: string;
	readonly name: string;
	readonly subject: string;
	readonly replicas: number;
	readonly storage: 'memory' | 'file';
	/** Names of its durable pull consumers. */
	readonly consumers: readonly string[];
};

type AssetOptions = {
	/** Default: 60. */
	readonly streams?: number;
	/** Default: 2. */
	readonly consumersPerStream?: number;
};

/** The accounts that the plan needs. */
export const demoAccounts: readonly ClusterAccount[] = [{name: 'SHOP'}, {name: 'PAY'}];

/**
 * The streams and consumers of a small web shop and its payments: three of five streams in SHOP, the others in PAY.
 * The same arguments give the same plan.
 * @param servers of the cluster: below three everything has one replica
 */
export function planAssets(
	servers: number,
	{streams = 60, consumersPerStream = 2}: AssetOptions = {},
): readonly StreamPlan[] {
	const made = new Map<string, number>();
	return Array.from({length: streams}, (_, index) => {
		const account = index % 5 < 3 ? 'SHOP' : 'PAY';
		const position = made.get(account) ?? 0;
		made.set(account, position + 1);
		const name = topicAt(topics[account], position);
		return {
			account,
			name,
			subject: `${name.toLowerCase()}.>`,
			replicas: replicasAt(index, servers),
			// A replicated file stream takes several times as long to create and to recover as one in memory.
			storage: index % 12 === 5 ? 'file' : 'memory',
			consumers: Array.from({length: consumersPerStream}, (_, consumer) =>
				readerAt(readers[account], position, consumer),
			),
		};
	});
}

const topics = {
	SHOP: ['ORDERS', 'CARTS', 'STOCK', 'SHIPMENTS', 'CATALOG', 'PRICES', 'RETURNS', 'REVIEWS'],
	PAY: ['LEDGER', 'PAYMENTS', 'REFUNDS', 'INVOICES', 'PAYOUTS', 'DISPUTES'],
};

const readers = {
	SHOP: ['billing', 'warehouse', 'mailer', 'analytics', 'search', 'fraud', 'support'],
	PAY: ['audit', 'settlement', 'risk', 'reports', 'archive', 'notify'],
};

const regions = ['', '-EU', '-US', '-APAC', '-LATAM', '-AFRICA'];

/** Each topic plain, then once for each region, then with a number. */
function topicAt(names: readonly string[], position: number): string {
	const lap = Math.floor(position / names.length);
	return `${itemAt(names, position)}${regions[lap] ?? `-${lap}`}`;
}

/** Different for every consumer of a stream. */
function readerAt(names: readonly string[], stream: number, consumer: number): string {
	const suffix = consumer < names.length ? '' : `-${consumer}`;
	return `${itemAt(names, stream + consumer)}${suffix}`;
}

function itemAt(names: readonly string[], position: number): string {
	return names[position % names.length] ?? '';
}

function replicasAt(index: number, servers: number): number {
	if (servers < 3 || index % 10 === 7) {
		return 1;
	}

	return servers >= 5 && index % 10 === 4 ? 5 : 3;
}
