import type {ReportedGroup} from '../../domain/raft-group.ts';
import {
	configuredConsumerReplicas,
	configuredStreamReplicas,
	hasPeers,
	isBeingReconciled,
	leaderlessGroup,
	ledGroup,
	type AccountName,
} from './reported-group.ts';
import {recordOf, textOf, type JsonRecord, UndecodableError} from './json-value.ts';
import {followersIn} from './peers.ts';

/** Where an answer of an account's JetStream API comes from. */
export type ApiSource = {
	readonly account: AccountName;
	readonly domain: string | undefined;
	/** The server that the connection arrived at: the only one there is where groups name none. */
	readonly connectedServer: string;
};

/** A stream or consumer as the server that answered for it reports it. */
export type ApiGroup =
	| {readonly type: 'led'; readonly leader: string; readonly group: ReportedGroup}
	/** @property host a server that hosts it */
	| {readonly type: 'leaderless'; readonly host: string; readonly group: ReportedGroup}
	/** Its Raft node has not started yet: it is meant to be replicated and shows no peers, or it has no server at all. */
	| {readonly type: 'unstarted'; readonly stream: string; readonly consumer: string | undefined};

/**
 * A stream, from `STREAM.LIST` or `STREAM.INFO`.
 * @throws UndecodableError without a name
 */
export function apiStream(entry: JsonRecord, source: ApiSource): ApiGroup {
	const config = recordOf(entry['config']);
	const stream = textOf(config?.['name']);
	if (stream === undefined) {
		throw new UndecodableError('a stream without a name');
	}

	return apiGroup({stream, consumer: undefined, entry}, source, configuredStreamReplicas(config));
}

/** What is known of the stream of a consumer. */
export type OwnStream = {
	readonly config: JsonRecord;
	/** Whether its answer names a cluster: without one there is a single server, and no answer names any. */
	readonly isClustered: boolean;
};

/**
 * A consumer, from `CONSUMER.LIST` or `CONSUMER.INFO`.
 * @param own undefined where nothing is known of its stream
 * @throws UndecodableError without a name
 */
export function apiConsumer(
	entry: JsonRecord,
	source: ApiSource,
	stream: string,
	own: OwnStream | undefined,
): ApiGroup {
	const consumer = textOf(entry['name']);
	if (consumer === undefined) {
		throw new UndecodableError(`a consumer of ${stream} without a name`);
	}

	if (!recordOf(entry['cluster']) && own?.isClustered !== false) {
		// Its peers answer so as long as none of them has created it (nats-server, `jsConsumerInfoRequest`).
		return {type: 'unstarted', stream, consumer};
	}

	const replicas = configuredConsumerReplicas(recordOf(entry['config']), own?.config);
	return apiGroup({stream, consumer, entry}, source, replicas);
}

type Named = {
	readonly stream: string;
	readonly consumer: string | undefined;
	readonly entry: JsonRecord;
};

function apiGroup(
	{stream, consumer, entry}: Named,
	{account, domain, connectedServer}: ApiSource,
	replicas: number | undefined,
): ApiGroup {
	const cluster = recordOf(entry['cluster']);
	const named = {account, stream, consumer, entry};
	const leader = cluster ? textOf(cluster['leader']) : connectedServer;
	const home = textOf(cluster?.['name']);
	if (leader === undefined) {
		const peers = followersIn(cluster?.['replicas'], noName);
		const host = (peers.find(({online}) => online) ?? peers[0])?.server;
		if (host === undefined) {
			return {type: 'unstarted', stream, consumer};
		}

		const server = identity(host, home, domain);
		return {type: 'leaderless', host, group: leaderlessGroup(named, server, noName)};
	}

	if (!hasPeers(cluster) && !isBeingReconciled(cluster) && replicas !== undefined && replicas > 1) {
		return {type: 'unstarted', stream, consumer};
	}

	return {type: 'led', leader, group: ledGroup(named, identity(leader, home, domain), noName)};
}

/** All that a group says about a server. A server without a cluster is a cluster of its own, under its own name. */
function identity(name: string, cluster: string | undefined, domain: string | undefined) {
	return {name, cluster: cluster ?? name, domain, id: '', version: '', tags: [], jetStream: true};
}

const noName = () => undefined;
