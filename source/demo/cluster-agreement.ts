import type {NatsConnection} from 'nats';
import {isRecord, recordAt, recordsAt, textAt} from './json-record.ts';
import type {JsonRecord} from './json-record.ts';
import {HopelessError, pollUntil} from './poll-until.ts';

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
 * @throws TooLateError with what is still missing, IncompleteMetaGroupError
 */
export async function untilClusterAgrees({
	servers,
	connect,
	checkAlive,
	timeoutMs,
	signal,
}: AgreementOptions): Promise<void> {
	let connection: NatsConnection | undefined;
	let agreedBefore = false;
	let incompleteSince: number | undefined;
	try {
		await pollUntil(
			async () => {
				checkAlive();
				connection = connection?.isClosed() === false ? connection : await connect();
				const {missing, metaSize} = await disagreements(connection, servers);
				const incomplete = metaSize !== undefined && metaSize < servers.length;
				incompleteSince = incomplete ? (incompleteSince ?? performance.now()) : undefined;
				if (performance.now() - (incompleteSince ?? Infinity) > incompleteMs) {
					throw new IncompleteMetaGroupError(missing);
				}

				// One time in 20 a fresh meta leader of 2.10 refuses placements for some milliseconds more ("peer
				// offline"), though it says that all are current: they have to agree in two looks.
				const agreed = missing.length === 0;
				const steady = agreed && agreedBefore;
				agreedBefore = agreed;
				return {found: undefined, missing: agreed && !steady ? ['a second look'] : missing};
			},
			{what: 'The cluster is not ready', timeoutMs, signal},
		);
	} finally {
		await connection?.close();
	}
}

/**
 * The meta group was founded without one of the servers. Seen with 2.10.27 in 3 of 100 starts: the leader counts two
 * members, the third takes itself for healthy, and neither a new stream nor another leader ever brings it in.
 */
export class IncompleteMetaGroupError extends HopelessError {
	override readonly name = 'IncompleteMetaGroupError';

	constructor(missing: readonly string[]) {
		super(`The servers founded an incomplete meta group: ${missing.join('; ')}`, true);
	}
}

/** From the election of its leader; a complete group needs some milliseconds, or one heartbeat of a second. */
const incompleteMs = 2500;
const replyMs = 500;

async function disagreements(
	connection: NatsConnection,
	servers: readonly string[],
): Promise<{readonly missing: readonly string[]; readonly metaSize: number | undefined}> {
	const [reports, healths] = await Promise.all([
		ask(connection, 'JSZ', servers),
		ask(connection, 'HEALTHZ', servers),
	]);
	const missing: string[] = [];
	const leaders = new Set<string>();
	let metaSize: number | undefined;
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
			} else if (!servers.includes(leader)) {
				// Followers name a leader that was killed until they elect another one, 4 to 9 s later.
				missing.push(`${server} still follows ${leader}`);
			} else if (leader === server) {
				metaSize = Number(meta?.['cluster_size']);
				missing.push(...laggards(meta, servers, server));
			}
		}
	}

	if (leaders.size > 1) {
		missing.push(`two meta leaders: ${[...leaders].join(', ')}`);
	}

	return {missing, metaSize};
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
