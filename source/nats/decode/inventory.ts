import type {GroupKey, ReportedGroup} from '../../domain/raft-group.ts';
import {cutInventory} from './cut-inventory.ts';
import {configuredConsumerReplicas, configuredStreamReplicas} from './configured-replicas.ts';
import {summaryOf, type JetStreamSummary} from './jetstream-summary.ts';
import {recordOf, recordsOf, textOf, type JsonRecord} from './json-value.ts';
import type {NameOfNode} from './peers.ts';
import {parseText} from './read-reply.ts';
import {
	followedGroup,
	hasPeers,
	leaderlessGroup,
	ledGroup,
	orphanedGroup,
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
	/** Groups that others lead, in this server's words; not told where only its own groups are read. */
	readonly followed: readonly FollowedGroup[];
	/** Those of them whose leaders do not answer. */
	readonly orphaned: readonly ReportedGroup[];
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

export type FollowedGroup = {readonly key: GroupKey; readonly leader: string};

/** @throws UndecodableError */
export function inventory(
	value: unknown,
	nameOfNode: NameOfNode,
	isAway?: ReadingInParts['isAway'],
): Inventory {
	const {server, content} = serverReply(value, 'data');
	const page = new PageReader(server, summaryOf(server, content), nameOfNode, isAway);
	for (const account of recordsOf(content['account_details'])) {
		page.readStreams(recordsOf(account['stream_detail']), page.readAccount(account));
	}

	return page.take();
}

export type ReadingInParts = {
	readonly nameOfNode: NameOfNode;
	/** Awaited before each part. */
	readonly nextTurn: () => Promise<void>;
	/** Name of the server whose reply it is, when it holds no configurations: others' groups need not be read then. */
	readonly ledBy?: string | undefined;
	/** Whether a server is known not to answer. */
	readonly isAway?: (server: string) => boolean;
};

/**
 * The same in parts, for replies too large to be read in one go. The groups of a part are those that it alone tells.
 * @throws UndecodableError
 */
export async function* inventoryParts(
	bytes: Uint8Array,
	{nameOfNode, nextTurn, ledBy, isAway}: ReadingInParts,
): AsyncGenerator<{readonly part: Inventory; readonly isLast: boolean}> {
	await nextTurn();
	const cutting = cutInventory(bytes, {pieceBytes: partBytes, ledBy});
	let cut = cutting.next();
	while (!cut.done) {
		await nextTurn();
		cut = cutting.next();
	}

	await nextTurn();

	const {rest, pieces} = cut.value;
	const {server, content} = serverReply(parseText(rest), 'data');
	const page = new PageReader(server, summaryOf(server, content), nameOfNode, isAway);
	let size = 0;
	for (const entry of recordsOf(content['account_details'])) {
		const account = page.readAccount(entry);
		// What could not be cut is still there.
		page.readStreams(recordsOf(entry['stream_detail']), account);
		const [index] = Array.isArray(entry['stream_detail']) ? entry['stream_detail'] : [];
		for (const piece of pieces[Number(index)] ?? []) {
			if (size > 0 && size + piece.length > partBytes) {
				yield {part: page.take(), isLast: false};
				size = 0;
				await nextTurn();
			}

			size += piece.length;
			page.readStreams(recordsOf(parseText(`[${piece}]`)), account);
		}
	}

	yield {part: page.take(), isLast: true};
}

/** What is read in one go, a few ms. */
const partBytes = 250_000;

class PageReader {
	readonly #summary: JetStreamSummary;
	#accounts: AccountName[] = [];
	#led: ReportedGroup[] = [];
	#leaderless: ReportedGroup[] = [];
	#followed: FollowedGroup[] = [];
	#orphaned: ReportedGroup[] = [];
	#unstarted = 0;
	#unproven = 0;
	#malformed = 0;
	readonly #server: ServerIdentity;
	readonly #nameOfNode: NameOfNode;
	readonly #isAway: (server: string) => boolean;

	constructor(
		server: ServerIdentity,
		summary: JetStreamSummary,
		nameOfNode: NameOfNode,
		isAway: ReadingInParts['isAway'] = () => false,
	) {
		this.#isAway = isAway;
		this.#server = server;
		this.#summary = summary;
		this.#nameOfNode = nameOfNode;
	}

	readAccount(entry: JsonRecord): AccountName | undefined {
		const name = textOf(entry['name']) ?? textOf(entry['id']);
		if (name === undefined) {
			this.#malformed++;
			return undefined;
		}

		const account = {id: textOf(entry['id']) ?? name, name};
		this.#accounts.push(account);
		return account;
	}

	/** @param account undefined when it has no name: its streams belong nowhere */
	readStreams(streams: readonly JsonRecord[], account: AccountName | undefined): void {
		if (!account) {
			return;
		}

		for (const stream of streams) {
			this.#readStream(stream, account);
		}
	}

	/** What has been read since the last time. */
	take(): Inventory {
		const taken = {
			summary: this.#summary,
			accounts: this.#accounts,
			led: this.#led,
			leaderless: this.#leaderless,
			followed: this.#followed,
			orphaned: this.#orphaned,
			unstarted: this.#unstarted,
			unproven: this.#unproven,
			malformed: this.#malformed,
		};
		this.#accounts = [];
		this.#led = [];
		this.#leaderless = [];
		this.#followed = [];
		this.#orphaned = [];
		this.#unstarted = 0;
		this.#unproven = 0;
		this.#malformed = 0;
		return taken;
	}

	#readStream(entry: JsonRecord, account: AccountName): void {
		const stream = textOf(entry['name']);
		if (stream === undefined) {
			this.#malformed++;
			return;
		}

		const config = recordOf(entry['config']);
		this.#take({account, stream, consumer: undefined, entry}, configuredStreamReplicas(config));
		for (const detail of recordsOf(entry['consumer_detail'])) {
			const consumer = textOf(detail['name']);
			if (consumer === undefined) {
				this.#malformed++;
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
			this.#leaderless.push(leaderlessGroup(group, this.#server, this.#nameOfNode));
		} else if (standing === 'leader') {
			if (!hasPeers(cluster)) {
				if (replicas !== undefined && replicas > 1) {
					this.#unstarted++;
					return;
				}

				this.#unproven += replicas === undefined ? 1 : 0;
			}

			this.#led.push(ledGroup(group, this.#server, this.#nameOfNode));
		} else {
			const followed = followedGroup(group, this.#server);
			const {leader} = followed;
			this.#followed.push(followed);
			if (this.#isAway(leader)) {
				const nameOfNode = this.#nameOfNode;
				this.#orphaned.push(orphanedGroup(group, this.#server, {leader, nameOfNode}));
			}
		}
	}
}
