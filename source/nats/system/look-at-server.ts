import {steadyNow} from '../../time/clock.ts';
import type {NameOfNode} from '../decode/peers.ts';
import {readInventory, type Inventory} from '../decode/inventory.ts';
import {readReply} from '../decode/read-reply.ts';
import type {ServerIdentity} from '../decode/server-reply.ts';
import type {Link} from '../client/link.ts';
import type {JetStreamSummary} from '../decode/jetstream-summary.ts';
import type {LookCost} from './look-pacing.ts';

export type LookQuestion = {
	readonly server: Pick<ServerIdentity, 'id' | 'name'>;
	/** Whether the server pages accounts in a fixed order; those that do not are asked for everything at once. */
	readonly paged: boolean;
	/** Also asks for configurations, which tell a one-replica group from one that has not started. */
	readonly withConfiguration: boolean;
	/** Reads also what others lead. */
	readonly whole: boolean;
	/** Accounts in the first page. */
	readonly pageAccounts: number;
};

/** A page, and what it cost. */
export type LookPart = LookCost & {
	/** Epoch in ms. */
	readonly askedAt: number;
	readonly inventory: Inventory;
	/** It is the last one, and no account came or went while they were read. */
	readonly completes: boolean;
};

export type LookMeans = {
	readonly nameOfNode: NameOfNode;
	/** Whether a server is known not to answer. */
	readonly isAway: (server: string) => boolean;
	readonly signal: AbortSignal;
	/** How long it may take for one page. */
	readonly timeoutMs: number;
};

/**
 * How long a server may take for one page, in ms: 3,000 groups take 0.1 to 0.4 s where it has nothing else to do. One that
 * takes longer, or is behind a slow line, is given twice the time with each further try: what comes too late is lost.
 */
export function pageTimeoutMs(failures: number): number {
	return Math.min(15_000 * 2 ** failures, 120_000);
}

/**
 * Asks one server for all that it hosts, page by page.
 * @throws NoAnswerError, UndecodableError, or the reason of the signal
 */
export async function* lookAtServer(
	link: Link,
	{server, paged, withConfiguration, whole, pageAccounts}: LookQuestion,
	{nameOfNode, isAway, signal, timeoutMs}: LookMeans,
): AsyncGenerator<LookPart> {
	let offset = 0;
	let limit = paged ? pageAccounts : everything;
	let accountsAtFirst: number | undefined;
	for (;;) {
		const askedAt = steadyNow();
		const reply = await link.ask(
			`$SYS.REQ.SERVER.${server.id}.JSZ`,
			JSON.stringify({
				accounts: true,
				streams: true,
				consumer: true,
				config: withConfiguration,
				offset,
				limit,
			}),
			{timeoutMs, signal, compressed: true},
		);
		const answerMs = steadyNow() - askedAt;
		const {value, wireBytes, rawBytes} = await readReply(reply);
		signal.throwIfAborted();
		const inventory = await readInventory(value, {nameOfNode, isAway, withFollowed: whole});
		signal.throwIfAborted();
		const {accounts} = inventory.summary;
		accountsAtFirst ??= accounts;
		offset += limit;
		const isLast = accounts === undefined || offset >= accounts;
		const completes = isLast && accounts === accountsAtFirst;
		yield {askedAt, inventory, wireBytes, rawBytes, answerMs, completes};
		if (isLast) {
			return;
		}

		limit = nextPageAccounts(limit, rawBytes);
	}
}

/** How many accounts fill a page, going by the last one. */
export function nextPageAccounts(accounts: number, rawBytes: number): number {
	const fitting = Math.floor((accounts * pageBytes) / Math.max(rawBytes, 1));
	return Math.min(Math.max(fitting, 1), 2 * Math.max(accounts, 1), 1024);
}

/** How many accounts fill a first page, going by what the server hosts in all of them. */
export function firstPageAccounts({accounts = 1, hosted}: JetStreamSummary): number {
	const rawBytes = (hosted.streams + hosted.consumers) * groupBytes;
	return nextPageAccounts(accounts, rawBytes);
}

/** Unpacked; what a server puts together within some ms. An account cannot be split: a larger one is a page of its own. */
const pageBytes = 500_000;

/** What a group takes in an inventory, unpacked. */
const groupBytes = 550;

const everything = 1_000_000;
