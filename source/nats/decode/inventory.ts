import type {ReportedGroup} from '../../domain/raft-group.ts';
import {configuredConsumerReplicas, configuredStreamReplicas} from './configured-replicas.ts';
import {summaryOf, type JetStreamSummary} from './jetstream-summary.ts';
import {recordOf, recordsOf, textOf, type JsonRecord} from './json-value.ts';
import type {NameOfNode} from './peers.ts';
import {
	hasPeers,
	leaderlessGroup,
	ledGroup,
	standingOf,
	type AccountName,
	type GroupEntry,
} from './reported-group.ts';
import {serverReply, type ServerIdentity} from './server-reply.ts';

/** One page of a server's inventory: a reply to JSZ with accounts, streams and consumers. */
export type Inventory = {
	readonly summary: JetStreamSummary;
	/** Accounts in this page. */
	readonly accounts: readonly AccountName[];
	readonly led: readonly ReportedGroup[];
	readonly leaderless: readonly ReportedGroup[];
	/**
	 * Groups that are meant to be replicated and show no peers, with this server as their leader: their Raft node has not
	 * started yet. After a restart that goes on for seconds to minutes, also after JetStream and the meta group are back.
	 * They are in neither list. Told only when configurations were asked for.
	 */
	readonly unstarted: number;
	/** Groups in `led` that show no peers, of which it is not known whether they are meant to be replicated. */
	readonly unproven: number;
	/** Entries without a name. */
	readonly malformed: number;
};

/** @throws UndecodableError */
export function inventory(value: unknown, nameOfNode: NameOfNode): Inventory {
	const {server, content} = serverReply(value, 'data');
	const page = new PageReader(server, nameOfNode);
	for (const account of recordsOf(content['account_details'])) {
		page.readAccount(account);
	}

	const {accounts, led, leaderless, unstarted, unproven, malformed} = page;
	return {
		summary: summaryOf(server, content),
		accounts,
		led,
		leaderless,
		unstarted,
		unproven,
		malformed,
	};
}

class PageReader {
	readonly accounts: AccountName[] = [];
	readonly led: ReportedGroup[] = [];
	readonly leaderless: ReportedGroup[] = [];
	unstarted = 0;
	unproven = 0;
	malformed = 0;
	readonly #server: ServerIdentity;
	readonly #nameOfNode: NameOfNode;

	constructor(server: ServerIdentity, nameOfNode: NameOfNode) {
		this.#server = server;
		this.#nameOfNode = nameOfNode;
	}

	readAccount(entry: JsonRecord): void {
		const name = textOf(entry['name']) ?? textOf(entry['id']);
		if (name === undefined) {
			this.malformed++;
			return;
		}

		const account = {id: textOf(entry['id']) ?? name, name};
		this.accounts.push(account);
		for (const stream of recordsOf(entry['stream_detail'])) {
			this.#readStream(stream, account);
		}
	}

	#readStream(entry: JsonRecord, account: AccountName): void {
		const stream = textOf(entry['name']);
		if (stream === undefined) {
			this.malformed++;
			return;
		}

		const config = recordOf(entry['config']);
		this.#take({account, stream, consumer: undefined, entry}, configuredStreamReplicas(config));
		for (const detail of recordsOf(entry['consumer_detail'])) {
			const consumer = textOf(detail['name']);
			if (consumer === undefined) {
				this.malformed++;
			} else {
				const replicas = configuredConsumerReplicas(recordOf(detail['config']), config);
				this.#take({account, stream, consumer, entry: detail}, replicas);
			}
		}
	}

	/** @param replicas as configured; undefined when not told */
	#take(group: GroupEntry, replicas: number | undefined): void {
		const cluster = recordOf(group.entry['cluster']);
		const standing = standingOf(cluster, this.#server);
		if (standing === 'leaderless') {
			this.leaderless.push(leaderlessGroup(group, this.#server, this.#nameOfNode));
		} else if (standing === 'leader') {
			if (!hasPeers(cluster)) {
				if (replicas !== undefined && replicas > 1) {
					this.unstarted++;
					return;
				}

				this.unproven += replicas === undefined ? 1 : 0;
			}

			this.led.push(ledGroup(group, this.#server, this.#nameOfNode));
		}
	}
}
