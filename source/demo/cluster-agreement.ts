import type {NatsConnection} from 'nats';
import {
	askServers,
	type JsonRecord,
	type Question,
	recordAt,
	recordsAt,
	textAt,
} from './ask-servers.ts';
import {HopelessError, pollUntil} from './poll-until.ts';

type AgreementOptions = {
	/** Names of the servers that have to agree; others may be down. */
	readonly servers: readonly string[];
	/** Their JetStream domain. */
	readonly domain: string | undefined;
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
	domain,
	connect,
	checkAlive,
	timeoutMs,
	signal,
}: AgreementOptions): Promise<void> {
	let connection: NatsConnection | undefined;
	let agreedBefore = false;
	let incompleteSince: number | undefined;
	let replyMs = firstReplyMs;
	try {
		await pollUntil(
			async () => {
				checkAlive();
				connection = connection?.isClosed() === false ? connection : await connect();
				const {missing, silent, metaSize} = await askForAgreement(connection, {
					servers,
					domain,
					maxWaitMs: replyMs,
				});
				replyMs = silent ? Math.min(replyMs * 2, lastReplyMs) : firstReplyMs;
				const incomplete = metaSize !== undefined && metaSize < servers.length;
				incompleteSince = incomplete ? (incompleteSince ?? performance.now()) : undefined;
				if (performance.now() - (incompleteSince ?? Infinity) > incompleteMs) {
					throw new IncompleteMetaGroupError(missing);
				}

				// One time in 20 a fresh meta leader of 2.10 refuses placements for some milliseconds more ("peer
				// offline"), though it says that all are current: they have to agree twice.
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
class IncompleteMetaGroupError extends HopelessError {
	override readonly name = 'IncompleteMetaGroupError';

	constructor(missing: readonly string[]) {
		super(`The servers formed an incomplete meta group: ${missing.join('; ')}`, true);
	}
}

/** From the election of its leader; a complete group needs some milliseconds, or one heartbeat of a second. */
const incompleteMs = 2500;

const firstReplyMs = 500;
/** Three busy servers of 3,000 groups on two cores take seconds to answer. */
const lastReplyMs = 4000;

/** What keeps servers from being a working cluster, by their own reports. */
type Agreement = {
	/** One sentence each; nothing when all is well. */
	readonly missing: readonly string[];
	/** Some did not answer at all: they are down, or too busy for the time they had. */
	readonly silent: boolean;
	/** How many members the meta leader counts, if there is one. */
	readonly metaSize: number | undefined;
};

/** Asks for the meta group first, and only when that is well for the health, which costs the servers more. */
async function askForAgreement(
	system: NatsConnection,
	question: Omit<Question, 'topic'>,
): Promise<Agreement> {
	const {servers} = question;
	const reports = await askServers(system, {topic: 'JSZ', ...question});
	const leaders = new Set<string>();
	const missing: string[] = [];
	let metaSize: number | undefined;
	for (const server of servers) {
		const report = reports.get(server);
		const meta = recordAt(report, 'meta_cluster');
		if (!report) {
			missing.push(`${server} does not answer`);
		} else if (report['disabled'] === true) {
			missing.push(`${server} has no JetStream yet`);
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

	const silent = reports.size < servers.length;
	return missing.length > 0
		? {missing, silent, metaSize}
		: {...(await askForHealth(system, question)), metaSize};
}

/** The meta leader's own word about its followers is the only reliable one. */
function laggards(
	meta: JsonRecord | undefined,
	servers: readonly string[],
	leader: string,
): readonly string[] {
	const current = recordsAt(meta, 'replicas')
		.filter(replica => replica['current'] === true && replica['offline'] !== true)
		.map(replica => replica['name']);
	return servers
		.filter(server => server !== leader && !current.includes(server))
		.map(server => `${server} is not current in the meta group`);
}

async function askForHealth(
	system: NatsConnection,
	question: Omit<Question, 'topic'>,
): Promise<Omit<Agreement, 'metaSize'>> {
	const {servers} = question;
	const healths = await askServers(system, {topic: 'HEALTHZ', ...question});
	const missing = servers
		.filter(server => textAt(healths.get(server), 'status') !== 'ok')
		.map(server => `${server} says: ${textAt(healths.get(server), 'error') ?? 'nothing'}`);
	return {missing, silent: healths.size < servers.length};
}
