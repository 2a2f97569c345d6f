import type {NameOfNode} from '../decode/peers.ts';
import {inventory, type Inventory} from '../decode/inventory.ts';
import {readReply} from '../decode/read-reply.ts';
import type {Link} from '../link.ts';
import type {LookCost} from './look-pacing.ts';

export type LookQuestion = {
	readonly serverId: string;
	/** Whether the server pages accounts in a fixed order; those that do not are asked for everything at once. */
	readonly paged: boolean;
	/** Also asks for configurations, which tell a one-replica group from one that has not started. */
	readonly withConfiguration: boolean;
	/** Accounts in the first page. */
	readonly pageAccounts: number;
};

export type LookPage = LookCost & {
	/** Epoch in ms. */
	readonly askedAt: number;
	readonly inventory: Inventory;
	/** It is the last one, and no account came or went while they were read. */
	readonly completes: boolean;
};

export const defaultPageAccounts = 64;

/** How long a server may take for one page; 3,000 groups take 0.1 to 0.4 s where it has nothing else to do. */
const pageTimeoutMs = 15_000;

/**
 * Asks one server for all that it hosts, page by page.
 * @throws NoAnswerError, UndecodableError, or the reason of the signal
 */
export async function* lookAtServer(
	link: Link,
	{serverId, paged, withConfiguration, pageAccounts}: LookQuestion,
	nameOfNode: NameOfNode,
	signal: AbortSignal,
): AsyncGenerator<LookPage> {
	let offset = 0;
	let limit = paged ? pageAccounts : everything;
	let accountsAtFirst: number | undefined;
	for (;;) {
		const askedAt = Date.now();
		const reply = await link.ask(
			`$SYS.REQ.SERVER.${serverId}.JSZ`,
			JSON.stringify({
				accounts: true,
				streams: true,
				consumer: true,
				config: withConfiguration,
				offset,
				limit,
			}),
			{timeoutMs: pageTimeoutMs, signal, compressed: true},
		);
		const {value, wireBytes, rawBytes} = await readReply(reply);
		signal.throwIfAborted();
		const page = inventory(value, nameOfNode);
		const {accounts} = page.summary;
		accountsAtFirst ??= accounts;
		offset += limit;
		const last = accounts === undefined || offset >= accounts;
		yield {
			askedAt,
			inventory: page,
			wireBytes,
			rawBytes,
			completes: last && accounts === accountsAtFirst,
		};
		if (last) {
			return;
		}

		limit = nextPageAccounts(limit, rawBytes);
	}
}

/** How many accounts fill a page, going by the last one. */
export function nextPageAccounts(accounts: number, rawBytes: number): number {
	const fitting = Math.floor((accounts * pageBytes) / Math.max(rawBytes, 1));
	return Math.min(Math.max(fitting, 1), 4 * accounts, 1024);
}

/** Unpacked; what can be read without holding up the screen. */
const pageBytes = 1_000_000;

const everything = 1_000_000;
