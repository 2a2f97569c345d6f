import {countOf, optionalCountOf, recordOf, textOf, type JsonRecord} from './json-value.ts';
import {metaGroup, type MetaGroupReport} from './meta-group.ts';
import {parseInBrief} from './parse-in-brief.ts';
import {parseJson} from './read-reply.ts';
import {serverReply, type ServerIdentity} from './server-reply.ts';

/** The part of a reply to JSZ that comes with every one: totals, no single group. */
export type JetStreamSummary = {
	readonly server: ServerIdentity;
	/** JetStream is off here, or still reads its store after a start. */
	readonly disabled: boolean;
	/** Streams that the server hosts, and consumers of them, whether it leads them or not. */
	readonly hosted: GroupTotals;
	/** Those that it leads, one-replica groups included: told from nats-server 2.12.1 when asked with `raft`, and then 0 is left out. */
	readonly led: GroupTotals;
	/** Accounts with JetStream; told from 2.10.28, 2.11.2 and 2.12.0, the versions that page in a fixed order. */
	readonly accounts: number | undefined;
	/** Undefined for a server without a cluster. */
	readonly meta: MetaGroupReport | undefined;
};

export type GroupTotals = {readonly streams: number; readonly consumers: number};

/**
 * The summary in an unpacked reply to JSZ without accounts.
 * @param withAllPeers whether the peers that a follower lists are wanted, too; those of a meta group's leader always are, and those of who knows no leader
 * @throws UndecodableError
 */
export function readSummary(raw: Uint8Array, withAllPeers: boolean): JetStreamSummary {
	if (!withAllPeers) {
		const {server, content} = serverReply(parseInBrief(raw, ['replicas']), 'data');
		const leader = textOf(recordOf(content['meta_cluster'])?.['leader']);
		if (leader !== undefined && leader !== server.name) {
			return summaryOf(server, content);
		}
	}

	return jetStreamSummary(parseJson(raw));
}

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
