import {setTimeout as sleep} from 'node:timers/promises';
import type {NatsConnection} from 'nats';
import {isRecord, recordAt, recordsAt, textAt} from './json-record.ts';
import type {JsonRecord} from './json-record.ts';

export type AgreementOptions = {
	/** Names of the servers that have to agree; others may be down. */
	readonly servers: readonly string[];
	/** A connection to the system account. Asked anew while there is none. */
	readonly connect: () => Promise<NatsConnection>;
	/** Throws when waiting has become pointless. */
	readonly checkAlive: () => void;
	readonly timeoutMs: number;
	readonly signal?: AbortSignal;
};

/**
 * Waits until all servers answer, see the same meta leader, are current in the meta group and have recovered their
 * JetStream assets.
 * @throws ClusterNotReadyError with what is still missing
 */
export async function untilClusterAgrees({
	servers,
	connect,
	checkAlive,
	timeoutMs,
	signal,
}: AgreementOptions): Promise<void> {
	const deadline = performance.now() + timeoutMs;
	let connection: NatsConnection | undefined;
	try {
		for (;;) {
			signal?.throwIfAborted();
			checkAlive();
			let missing: readonly string[];
			try {
				connection = connection?.isClosed() === false ? connection : await connect();
				missing = await disagreements(connection, servers);
			} catch (error) {
				missing = [error instanceof Error ? error.message : String(error)];
			}

			if (missing.length === 0) {
				return;
			}

			if (performance.now() > deadline) {
				throw new ClusterNotReadyError(timeoutMs, missing);
			}

			await sleep(pollMs, undefined, {signal});
		}
	} finally {
		await connection?.close();
	}
}

/** The servers did not come to one mind in time. */
export class ClusterNotReadyError extends Error {
	override readonly name = 'ClusterNotReadyError';

	constructor(timeoutMs: number, missing: readonly string[]) {
		super(`The cluster is not ready after ${timeoutMs / 1000} s: ${missing.join('; ')}`);
	}
}

const pollMs = 50;
const replyMs = 500;

async function disagreements(
	connection: NatsConnection,
	servers: readonly string[],
): Promise<readonly string[]> {
	const [reports, healths] = await Promise.all([
		ask(connection, 'JSZ', servers),
		ask(connection, 'HEALTHZ', servers),
	]);
	const missing: string[] = [];
	const leaders = new Set<string>();
	for (const server of servers) {
		const report = reports.get(server);
		const health = healths.get(server);
		const meta = recordAt(report, 'meta_cluster');
		if (!report || !health) {
			missing.push(`${server} does not answer`);
		} else if (report['disabled'] === true) {
			missing.push(`${server} has no JetStream yet`);
		} else if (textAt(health, 'status') !== 'ok') {
			missing.push(`${server} says: ${textAt(health, 'error') ?? 'not healthy'}`);
		} else if (servers.length > 1) {
			const leader = textAt(meta, 'leader') ?? '';
			leaders.add(leader);
			if (leader === '') {
				missing.push(`${server} sees no meta leader`);
			} else if (leader === server) {
				missing.push(...laggards(meta, servers, server));
			}
		}
	}

	return leaders.size > 1 ? [...missing, `two meta leaders: ${[...leaders].join(', ')}`] : missing;
}

/** The meta leader's own word about its followers is the only reliable one. */
function laggards(
	meta: JsonRecord | undefined,
	servers: readonly string[],
	leader: string,
): readonly string[] {
	const replicas = recordsAt(meta, 'replicas');
	return servers
		.filter(server => server !== leader)
		.filter(
			server =>
				!replicas.some(
					replica =>
						replica['name'] === server &&
						replica['current'] === true &&
						replica['offline'] !== true,
				),
		)
		.map(server => `${server} is not current in the meta group`);
}

/** One question to all servers: the data of each answer, by server name. */
async function ask(
	connection: NatsConnection,
	question: string,
	servers: readonly string[],
): Promise<ReadonlyMap<string, JsonRecord>> {
	const replies = await connection.requestMany(`$SYS.REQ.SERVER.PING.${question}`, '{}', {
		strategy: 'count',
		maxMessages: servers.length,
		maxWait: replyMs,
	});
	const found = new Map<string, JsonRecord>();
	for await (const reply of replies) {
		const body = reply.json<unknown>();
		const name = textAt(recordAt(body, 'server'), 'name');
		const content = recordAt(body, 'data');
		if (isRecord(body) && name !== undefined && content) {
			found.set(name, content);
		}
	}

	return found;
}
