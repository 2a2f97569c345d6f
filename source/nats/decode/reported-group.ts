import {
	groupKey,
	type DesiredReplicas,
	type Follower,
	type GroupKey,
	type ReportedGroup,
} from '../../domain/raft-group.ts';
import {
	countOf,
	optionalCountOf,
	recordOf,
	recordsOf,
	textOf,
	timeOf,
	type JsonRecord,
} from './json-value.ts';
import {followersIn, isPending, type NameOfNode} from './peers.ts';
import type {ServerIdentity} from './server-reply.ts';

/** An account's id, and the name that people know it by; one and the same outside of operator mode. */
export type AccountName = {readonly id: string; readonly name: string};

/** What an inventory says of one stream or consumer, and where it says it. */
export type GroupEntry = {
	readonly account: AccountName;
	readonly stream: string;
	/** Undefined for a stream. */
	readonly consumer: string | undefined;
	readonly entry: JsonRecord;
};

/**
 * Who reports a group. A follower's report of a group that has a leader is not reliable: it leaves itself out of the
 * peers, takes the other followers for dead, and lags.
 */
export type Standing = 'leader' | 'follower' | 'leaderless';

/** @param cluster the entry's `cluster`; a server without a cluster leads all that it has */
export function standingOf(cluster: JsonRecord | undefined, {name}: ServerIdentity): Standing {
	if (!cluster) {
		return 'leader';
	}

	const leader = textOf(cluster['leader']);
	if (leader === undefined) {
		return 'leaderless';
	}

	return leader === name ? 'leader' : 'follower';
}

/** Whether the entry lists peers: without any it is a one-replica group, or one whose Raft node has not started yet. */
export function hasPeers(cluster: JsonRecord | undefined): boolean {
	const replicas = cluster?.['replicas'];
	return recordsOf(replicas).some(peer => !isPending(peer));
}

/**
 * Whether the group is on the way to other replicas: its configuration is ahead of it then, for as long as peers are down.
 * Reported from nats-server 2.15 on.
 */
export function isBeingReconciled(cluster: JsonRecord | undefined): boolean {
	return recordOf(cluster?.['desired']) !== undefined;
}

/** What such a group is on the way to. */
function desiredIn(
	cluster: JsonRecord | undefined,
	nameOfNode: NameOfNode,
): DesiredReplicas | undefined {
	const desired = recordOf(cluster?.['desired']);
	const servers = followersIn(desired?.['replicas'], nameOfNode).map(({server}) => server);
	const status = textOf(recordOf(desired?.['status'])?.['description']);
	return servers.length === 0 ? undefined : {servers, status};
}

/** A group as the server that leads it reports it. */
export function ledGroup(
	group: GroupEntry,
	server: ServerIdentity,
	nameOfNode: NameOfNode,
): ReportedGroup {
	const cluster = recordOf(group.entry['cluster']);
	const followers = followersIn(cluster?.['replicas'], nameOfNode, server.name);
	return reportedGroup(group, server, {
		leader: server.name,
		// Reported from nats-server 2.12 on, by leaders only.
		leaderSince: timeOf(cluster?.['leader_since']),
		replicas: followers.length + 1,
		followers,
		desired: desiredIn(cluster, nameOfNode),
	});
}

/** A group without a leader, as a server that hosts it reports it. */
export function leaderlessGroup(
	group: GroupEntry,
	server: ServerIdentity,
	nameOfNode: NameOfNode,
): ReportedGroup {
	const cluster = recordOf(group.entry['cluster']);
	const others = followersIn(cluster?.['replicas'], nameOfNode, server.name);
	// Newer servers list themselves here and older ones do not; neither is proof of being current.
	const followers = [...others, {server: server.name, current: false, lag: 0, online: true}];
	return reportedGroup(group, server, {
		leader: undefined,
		leaderSince: undefined,
		replicas: followers.length,
		followers,
	});
}

/** A group that another server leads, as one that hosts it reports it. */
export function followedGroup(
	{account, stream, consumer, entry}: GroupEntry,
	{domain}: ServerIdentity,
): {readonly key: GroupKey; readonly leader: string} {
	return {
		key: groupKey({domain, accountId: account.id, stream, consumer}),
		leader: textOf(recordOf(entry['cluster'])?.['leader']) ?? '',
	};
}

/**
 * The same of a leader that does not answer. This server leaves itself out of the peers and takes the others for dead:
 * what it says of followers is not repeated.
 */
export function orphanedGroup(
	group: GroupEntry,
	server: ServerIdentity,
	{leader, nameOfNode}: {readonly leader: string; readonly nameOfNode: NameOfNode},
): ReportedGroup {
	const peers = followersIn(recordOf(group.entry['cluster'])?.['replicas'], nameOfNode, leader);
	const names = new Set([...peers.map(peer => peer.server), server.name]);
	const followers = Array.from(names, name => ({
		server: name,
		current: true,
		lag: 0,
		online: true,
	}));
	return reportedGroup(group, server, {
		leader,
		leaderSince: undefined,
		replicas: followers.length + 1,
		followers,
	});
}

type Leadership = {
	readonly leader: string | undefined;
	readonly leaderSince: number | undefined;
	readonly replicas: number;
	readonly followers: readonly Follower[];
	readonly desired?: DesiredReplicas | undefined;
};

/** One literal, no spreads: thousands of these are built from each reply. */
function reportedGroup(
	{account, stream, consumer, entry}: GroupEntry,
	{cluster, domain}: ServerIdentity,
	{leader, leaderSince, replicas, followers, desired}: Leadership,
): ReportedGroup {
	const isStream = consumer === undefined;
	const state = isStream ? recordOf(entry['state']) : undefined;
	return {
		kind: isStream ? 'stream' : 'consumer',
		domain,
		accountId: account.id,
		stream,
		consumer,
		key: groupKey({domain, accountId: account.id, stream, consumer}),
		cluster,
		account: account.name,
		leader,
		leaderSince,
		replicas,
		followers,
		desired,
		// A stream's last sequence is the number of messages that it ever stored; limits do not lower it.
		messages: isStream
			? optionalCountOf(state?.['last_seq'])
			: optionalCountOf(recordOf(entry['delivered'])?.['consumer_seq']),
		bytesPerMessage: bytesPerMessage(state),
	};
}

function bytesPerMessage(state: JsonRecord | undefined): number | undefined {
	const messages = countOf(state?.['messages']);
	return messages === 0 ? undefined : countOf(state?.['bytes']) / messages;
}

/**
 * The configuration of a stream as its consumers go by it: while it is on the way to other replicas, they have as many as
 * it had before.
 */
export function configForConsumers(stream: JsonRecord): JsonRecord | undefined {
	const config = recordOf(stream['config']);
	const desired = recordOf(recordOf(stream['cluster'])?.['desired']);
	const origin = countOf(recordOf(desired?.['origin'])?.['replicas']);
	return config && origin > 0 ? {...config, num_replicas: origin} : config;
}

/** How many replicas a stream is meant to have; undefined without its configuration. */
export function configuredStreamReplicas(config: JsonRecord | undefined): number | undefined {
	return config && Math.max(countOf(config['num_replicas']), 1);
}

/**
 * How many replicas a consumer is meant to have: as many as it says, else as many as its stream, except that a
 * consumer without durable name on a stream with limits has one (nats-server, `ConsumerConfig.replicas`).
 */
export function configuredConsumerReplicas(
	config: JsonRecord | undefined,
	stream: JsonRecord | undefined,
): number | undefined {
	const ofStream = configuredStreamReplicas(stream);
	if (!config || ofStream === undefined) {
		return undefined;
	}

	const own = countOf(config['num_replicas']);
	if (own > 0) {
		return Math.min(own, ofStream);
	}

	const limits = (textOf(stream?.['retention']) ?? 'limits') === 'limits';
	return limits && textOf(config['durable_name']) === undefined ? 1 : ofStream;
}
