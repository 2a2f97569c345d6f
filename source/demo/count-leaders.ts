import type {NatsConnection} from 'nats';
import {askServers, type JsonRecord, recordAt, recordsAt, textAt} from './ask-servers.ts';
import type {LocalCluster} from './local-cluster.ts';
import {pollUntil} from './poll-until.ts';

/** Leaders by server name. Assets with one replica have no election and do not count. */
export type LeaderCounts = ReadonlyMap<string, number>;

export type LeaderCount = {
	readonly leaders: LeaderCounts;
	readonly metaLeader: string | undefined;
	/** Groups of two or more replicas that any server reported. */
	readonly groups: number;
	/** Those of them that have a leader who sees all its followers online and current. */
	readonly settled: number;
};

/**
 * Counts the leaders as the servers themselves report them, with one full inventory (fine for a small local cluster).
 * Only a leader's own report of a group is believed.
 * @param servers the names of those that should answer
 * @throws Error when one of them does not answer in ten seconds
 */
export async function countLeaders(
	system: NatsConnection,
	servers: readonly string[],
): Promise<LeaderCount> {
	const answers = await askServers(system, {
		topic: 'JSZ',
		options: {accounts: true, streams: true, consumer: true},
		servers,
		maxWaitMs: replyMs,
	});
	const silent = servers.filter(server => !answers.has(server));
	if (silent.length > 0) {
		throw new Error(`no answer from ${silent.join(', ')}`);
	}

	const leaders = new Map<string, number>();
	let metaLeader: string | undefined;
	const groups = new Set<string>();
	let settled = 0;
	for (const [server, inventory] of answers) {
		metaLeader ??= textAt(recordAt(inventory, 'meta_cluster'), 'leader');
		leaders.set(server, 0);
		for (const [name, group] of groupsOf(inventory)) {
			const replicas = recordsAt(group, 'replicas');
			if (replicas.length > 0) {
				groups.add(name);
				if (textAt(group, 'leader') === server) {
					leaders.set(server, (leaders.get(server) ?? 0) + 1);
					settled += replicas.every(isCurrent) ? 1 : 0;
				}
			}
		}
	}

	return {leaders, metaLeader, groups: groups.size, settled};
}

/** Three busy servers of 3,000 groups on two cores take seconds for it. */
const replyMs = 10_000;

function* groupsOf(inventory: unknown): Generator<readonly [string, JsonRecord | undefined]> {
	for (const account of recordsAt(inventory, 'account_details')) {
		for (const stream of recordsAt(account, 'stream_detail')) {
			const path = `${textAt(account, 'name')}/${textAt(stream, 'name')}`;
			yield [path, recordAt(stream, 'cluster')];
			for (const consumer of recordsAt(stream, 'consumer_detail')) {
				yield [`${path}/${textAt(consumer, 'name')}`, recordAt(consumer, 'cluster')];
			}
		}
	}
}

function isCurrent(replica: JsonRecord): boolean {
	return replica['current'] === true && replica['offline'] !== true;
}

/**
 * Waits until every group of the running servers has a leader and all its followers are current.
 * @returns the count that shows it
 * @throws TooLateError after a minute
 */
export async function untilSettled(
	cluster: LocalCluster,
	{signal}: {readonly signal?: AbortSignal} = {},
): Promise<LeaderCount> {
	const system = await cluster.connect('SYS');
	try {
		return await pollUntil(
			async () => {
				const running = cluster.servers.filter(server => server.running);
				const found = await countLeaders(
					system,
					running.map(({name}) => name),
				);
				const rest = found.groups - found.settled;
				const missing =
					rest === 0 ? [] : [`${rest} of ${found.groups} lack a leader or a current follower`];
				return {found, missing};
			},
			{what: 'The Raft groups have not settled', timeoutMs: 60_000, signal},
		);
	} finally {
		await system.close();
	}
}
