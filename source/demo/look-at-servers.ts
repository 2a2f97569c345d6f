import type {NatsConnection} from 'nats';
import {askServers} from './ask-servers.ts';
import type {JsonRecord} from './json-record.ts';
import {recordAt, recordsAt, textAt} from './json-record.ts';

/** What keeps servers from being a working cluster, as far as they themselves tell. */
export type ServersLook = {
	/** One sentence each; nothing when all is well. */
	readonly missing: readonly string[];
	/** Some did not answer at all: they are down, or too busy for the time they had. */
	readonly silent: boolean;
	/** How many members the meta leader counts, if there is one. */
	readonly metaSize: number | undefined;
};

/** Asks for the meta group first, and only when that is well for the health, which costs the servers more. */
export async function lookAtServers(
	system: NatsConnection,
	servers: readonly string[],
	maxWaitMs: number,
): Promise<ServersLook> {
	const reports = await askServers(system, {topic: 'JSZ', servers, maxWaitMs});
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
		: {...(await lookAtHealth(system, servers, maxWaitMs)), metaSize};
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

async function lookAtHealth(
	system: NatsConnection,
	servers: readonly string[],
	maxWaitMs: number,
): Promise<Omit<ServersLook, 'metaSize'>> {
	const healths = await askServers(system, {topic: 'HEALTHZ', servers, maxWaitMs});
	const missing = servers
		.filter(server => textAt(healths.get(server), 'status') !== 'ok')
		.map(server => `${server} says: ${textAt(healths.get(server), 'error') ?? 'nothing'}`);
	return {missing, silent: healths.size < servers.length};
}
