import type {Follower, GroupIdentity} from '../../domain/raft-group.ts';
import {recordOf, textOf, type JsonRecord, UndecodableError} from './json-value.ts';
import {metaPeers, type MetaPeer, followersIn, type NameOfNode} from './peers.ts';
import {serverIdentity, type ServerIdentity} from './server-reply.ts';

export type LeaderElectedAdvisory = {
	readonly group: GroupIdentity;
	readonly leader: string;
	readonly followers: readonly Follower[] | undefined;
};

/**
 * `$JS.EVENT.ADVISORY.STREAM|CONSUMER.LEADER_ELECTED.…`
 * @param accountId the account in which the advisory was heard: only in the system account it names its own
 * @throws UndecodableError
 */
export function leaderElectedAdvisory(
	value: unknown,
	nameOfNode: NameOfNode,
	accountId?: string,
): LeaderElectedAdvisory {
	const advisory = advisoryOf(value);
	const leader = textOf(advisory['leader']);
	if (leader === undefined) {
		throw new UndecodableError('no leader');
	}

	const {replicas} = advisory;
	return {
		group: groupIn(advisory, accountId),
		leader,
		// The list holds the leader too.
		followers: Array.isArray(replicas) ? followersIn(replicas, nameOfNode, leader) : undefined,
	};
}

/**
 * The group that an advisory is about.
 * @param accountId the account in which the advisory was heard, for those that do not name it
 * @throws UndecodableError
 */
export function groupAdvisory(value: unknown, accountId?: string): GroupIdentity {
	return groupIn(advisoryOf(value), accountId);
}

export type QuorumLostAdvisory = {
	readonly group: GroupIdentity;
	/** Names of the servers in the group. */
	readonly peers: readonly string[];
};

/**
 * `$JS.EVENT.ADVISORY.STREAM|CONSUMER.QUORUM_LOST.…`
 * @throws UndecodableError
 */
export function quorumLostAdvisory(
	value: unknown,
	nameOfNode: NameOfNode,
	accountId?: string,
): QuorumLostAdvisory {
	const advisory = advisoryOf(value);
	return {
		group: groupIn(advisory, accountId),
		peers: followersIn(advisory['replicas'], nameOfNode).map(({server}) => server),
	};
}

export type MetaLeaderAdvisory = {
	/** The leader's id in Raft groups; undefined without a leader. */
	readonly node: string | undefined;
	readonly peers: readonly MetaPeer[];
	readonly cluster: string | undefined;
	readonly domain: string | undefined;
};

/**
 * `$JS.EVENT.ADVISORY.DOMAIN.LEADER_ELECTED`
 * @throws UndecodableError
 */
export function metaLeaderAdvisory(value: unknown): MetaLeaderAdvisory {
	const advisory = advisoryOf(value);
	return {
		node: textOf(advisory['leader']),
		peers: metaPeers(advisory['replicas']),
		cluster: textOf(advisory['cluster']),
		domain: textOf(advisory['domain']),
	};
}

/**
 * `$SYS.SERVER.<id>.LAMEDUCK` and `.SHUTDOWN`: about the server itself.
 * @throws UndecodableError
 */
export function leavingServer(value: unknown): ServerIdentity {
	return serverIdentity(recordOf(value)?.['server'] ?? value);
}

function advisoryOf(value: unknown): JsonRecord {
	const advisory = recordOf(value);
	if (!advisory) {
		throw new UndecodableError('not a JSON object');
	}

	return advisory;
}

function groupIn(advisory: JsonRecord, account: string | undefined): GroupIdentity {
	const stream = textOf(advisory['stream']);
	const accountId = textOf(advisory['account']) ?? account;
	if (stream === undefined || accountId === undefined) {
		throw new UndecodableError(`no ${stream === undefined ? 'stream' : 'account'}`);
	}

	const consumer = textOf(advisory['consumer']);
	return {
		kind: consumer === undefined ? 'stream' : 'consumer',
		domain: textOf(advisory['domain']),
		accountId,
		stream,
		consumer,
	};
}

/**
 * Which group a request to step down is about, and which client on which host sent it. Its user is left out: with tokens,
 * some versions of the server give the token itself as the user.
 * @param info the header `Nats-Request-Info`; empty where there is none
 * @param accountId of requests that do not name it
 * @returns undefined for what cannot be understood
 */
export function requestedStepDown(
	subject: string,
	info: string,
	accountId?: string,
): {readonly group: GroupIdentity; readonly who: string | undefined} | undefined {
	const [, , , , , stream, consumer] = subject.split('.');
	const client = parsed(info);
	const account = textOf(client?.['acc']) ?? accountId;
	if (stream === undefined || account === undefined) {
		return undefined;
	}

	return {
		group: {
			kind: consumer === undefined ? 'stream' : 'consumer',
			domain: undefined,
			accountId: account,
			stream,
			consumer,
		},
		who: whoIs(client),
	};
}

function whoIs(client: JsonRecord | undefined): string | undefined {
	const name = textOf(client?.['name']) ?? textOf(client?.['lang']);
	const host = textOf(client?.['host']);
	const words = [name, host === undefined ? undefined : `on ${host}`];
	const who = words.filter(word => word !== undefined).join(' ');
	return who === '' ? undefined : who;
}

function parsed(info: string): JsonRecord | undefined {
	try {
		return recordOf(JSON.parse(info));
	} catch {
		return undefined;
	}
}
