import {countOf, optionalCountOf, recordOf, textOf, type JsonRecord} from './json-value.ts';
import {metaPeers, type MetaPeer} from './peers.ts';
import {serverReply, type ServerIdentity} from './server-reply.ts';

/** The part of a reply to JSZ that comes with every one: totals, no single group. */
export type JetStreamSummary = {
	readonly server: ServerIdentity;
	/** JetStream is off here, or still reads its store after a start. */
	readonly disabled: boolean;
	/** Streams that the server hosts, and consumers of them, whether it leads them or not. */
	readonly hosted: GroupTotals;
	/** Those that it leads, one-replica groups included: reported from nats-server 2.12.1 on with `raft`; 0 is left out. */
	readonly led: GroupTotals;
	/** Accounts with JetStream; reported from 2.10.28, 2.11.2 and 2.12.0, the versions that page in a fixed order. */
	readonly accounts: number | undefined;
	/** Undefined for a server without a cluster. */
	readonly meta: MetaGroupReport | undefined;
};

export type GroupTotals = {readonly streams: number; readonly consumers: number};

/** @throws UndecodableError */
export function jetStreamSummary(value: unknown): JetStreamSummary {
	const {server, content} = serverReply(value, 'data');
	return summaryOf(server, content);
}

export function summaryOf(server: ServerIdentity, content: JsonRecord): JetStreamSummary {
	return {
		server,
		disabled: content['disabled'] === true,
		hosted: {streams: countOf(content['streams']), consumers: countOf(content['consumers'])},
		led: {
			streams: countOf(content['streams_leader']),
			consumers: countOf(content['consumers_leader']),
		},
		accounts: optionalCountOf(content['total']),
		meta: metaGroup(content['meta_cluster']),
	};
}

/** The Raft group of a JetStream domain's servers, as one of them reports it. */
export type MetaGroupReport = {
	/** Name of the server that leads; undefined while this server knows none. */
	readonly leader: string | undefined;
	/** Servers in the group, whether up or not. */
	readonly size: number;
	/** The peers that this server lists; of followers only the leader's list is reliable. */
	readonly peers: readonly MetaPeer[];
	/** The quorum on this server where it is lowered by a rescue: reported from nats-server 2.15 on. */
	readonly rescuedQuorum?: number | undefined;
};

/** Undefined for a server without a meta group: a single one, or one whose JetStream is off. */
function metaGroup(value: unknown): MetaGroupReport | undefined {
	const group = recordOf(value);
	if (!group) {
		return undefined;
	}

	const leader = textOf(group['leader']);
	const leaderNode = leader === undefined ? undefined : textOf(group['peer']);
	const peers = metaPeers(group['replicas']);
	return {
		leader,
		size: countOf(group['cluster_size']),
		rescuedQuorum: group['rescue'] === true ? countOf(group['quorum_needed']) : undefined,
		peers:
			leader === undefined || peers.some(({name}) => name === leader)
				? peers
				: [...peers, {name: leader, node: leaderNode, current: true, lag: 0, offline: false}],
	};
}
