import type {NatsConnection} from 'nats';
import type {JsonRecord} from './json-record.ts';
import {recordAt, recordsAt, textAt} from './json-record.ts';

/** Leaders by server name. Assets with one replica have no election and do not count. */
export type LeaderCounts = ReadonlyMap<string, number>;

export type LeaderCount = {
	readonly leaders: LeaderCounts;
	readonly metaLeader: string | undefined;
	/** Groups of two or more replicas that any server told of. */
	readonly groups: number;
	/** Those of them that have a leader who sees all its followers online and current. */
	readonly settled: number;
};

/**
 * Counts the leaders as the servers themselves tell it, with one full inventory (fine for a small local cluster).
 * Only a leader's own report of a group is believed.
 * @param servers the names of those that should answer
 * @throws Error when one of them does not answer in two seconds
 */
export async function countLeaders(
	system: NatsConnection,
	servers: readonly string[],
): Promise<LeaderCount> {
	const replies = await system.requestMany(
		'$SYS.REQ.SERVER.PING.JSZ',
		JSON.stringify({accounts: true, streams: true, consumer: true}),
		{strategy: 'count', maxMessages: servers.length, maxWait: 2000},
	);
	const leaders = new Map<string, number>();
	let metaLeader: string | undefined;
	const groups = new Set<string>();
	let settled = 0;
	for await (const reply of replies) {
		const body = reply.json<unknown>();
		const server = textAt(recordAt(body, 'server'), 'name') ?? '';
		const content = recordAt(body, 'data');
		metaLeader ??= textAt(recordAt(content, 'meta_cluster'), 'leader');
		leaders.set(server, 0);
		for (const [name, group] of groupsOf(content)) {
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

	const silent = servers.filter(server => !leaders.has(server));
	if (silent.length > 0) {
		throw new Error(`No answer from ${silent.join(', ')}`);
	}

	return {leaders, metaLeader, groups: groups.size, settled};
}

function* groupsOf(content: unknown): Generator<readonly [string, JsonRecord | undefined]> {
	for (const account of recordsAt(content, 'account_details')) {
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
