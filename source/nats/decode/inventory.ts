import type {ReportedGroup} from '../../domain/raft-group.ts';
import {configuredConsumerReplicas, configuredStreamReplicas} from './configured-replicas.ts';
import {summaryOf, type JetStreamSummary} from './jetstream-summary.ts';
import {
	countOf,
	optionalCountOf,
	recordOf,
	recordsOf,
	textOf,
	type JsonRecord,
} from './json-value.ts';
import type {NameOfNode} from './peers.ts';
import {
	hasPeers,
	ledGroup,
	leaderlessGroup,
	standingOf,
	type GroupDetails,
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

export type AccountName = {readonly id: string; readonly name: string};

/** @throws UndecodableError */
export function inventory(value: unknown, nameOfNode: NameOfNode): Inventory {
	const {server, content} = serverReply(value, 'data');
	const page = new PageReader(server, nameOfNode);
	for (const account of recordsOf(content['account_details'])) {
		page.readAccount(account);
	}

	return {summary: summaryOf(server, content), ...page.result()};
}

class PageReader {
	readonly #server: ServerIdentity;
	readonly #nameOfNode: NameOfNode;
	readonly #accounts: AccountName[] = [];
	readonly #led: ReportedGroup[] = [];
	readonly #leaderless: ReportedGroup[] = [];
	#unstarted = 0;
	#unproven = 0;
	#malformed = 0;

	constructor(server: ServerIdentity, nameOfNode: NameOfNode) {
		this.#server = server;
		this.#nameOfNode = nameOfNode;
	}

	readAccount(account: JsonRecord): void {
		const name = textOf(account['name']) ?? textOf(account['id']);
		if (name === undefined) {
			this.#malformed++;
			return;
		}

		const id = textOf(account['id']) ?? name;
		this.#accounts.push({id, name});
		for (const stream of recordsOf(account['stream_detail'])) {
			this.#readStream(stream, {id, name});
		}
	}

	result(): Omit<Inventory, 'summary'> {
		return {
			accounts: this.#accounts,
			led: this.#led,
			leaderless: this.#leaderless,
			unstarted: this.#unstarted,
			unproven: this.#unproven,
			malformed: this.#malformed,
		};
	}

	#readStream(entry: JsonRecord, account: AccountName): void {
		const stream = textOf(entry['name']);
		if (stream === undefined) {
			this.#malformed++;
			return;
		}

		const config = recordOf(entry['config']);
		this.#take(entry, configuredStreamReplicas(config), () => ({
			...this.#identity(account),
			kind: 'stream',
			stream,
			consumer: undefined,
			...storedIn(recordOf(entry['state'])),
		}));

		for (const consumer of recordsOf(entry['consumer_detail'])) {
			this.#readConsumer(consumer, stream, account, config);
		}
	}

	#readConsumer(
		entry: JsonRecord,
		stream: string,
		account: AccountName,
		streamConfig: JsonRecord | undefined,
	): void {
		const consumer = textOf(entry['name']);
		if (consumer === undefined) {
			this.#malformed++;
			return;
		}

		const replicas = configuredConsumerReplicas(recordOf(entry['config']), streamConfig);
		this.#take(entry, replicas, () => ({
			...this.#identity(account),
			kind: 'consumer',
			stream,
			consumer,
			messages: optionalCountOf(recordOf(entry['delivered'])?.['consumer_seq']),
			bytesPerMessage: undefined,
		}));
	}

	#identity({id, name}: AccountName) {
		return {domain: this.#server.domain, accountId: id, account: name};
	}

	/** Two of three entries are a follower's: they cost no more than a look at their leader. */
	#take(entry: JsonRecord, configured: number | undefined, details: () => GroupDetails): void {
		const cluster = recordOf(entry['cluster']);
		const standing = standingOf(cluster, this.#server);
		if (standing === 'follower') {
			return;
		}

		if (standing === 'leaderless') {
			this.#leaderless.push(leaderlessGroup(details(), cluster, this.#server, this.#nameOfNode));
			return;
		}

		if (!hasPeers(cluster)) {
			if (configured !== undefined && configured > 1) {
				this.#unstarted++;
				return;
			}

			this.#unproven += configured === undefined ? 1 : 0;
		}

		this.#led.push(ledGroup(details(), cluster, this.#server, this.#nameOfNode));
	}
}

/** A stream's last sequence is the number of messages that it ever stored; limits do not lower it. */
function storedIn(state: JsonRecord | undefined) {
	const messages = countOf(state?.['messages']);
	return {
		messages: optionalCountOf(state?.['last_seq']),
		bytesPerMessage: messages === 0 ? undefined : countOf(state?.['bytes']) / messages,
	};
}
