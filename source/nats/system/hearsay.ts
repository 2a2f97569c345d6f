import type {GroupKey} from '../../domain/raft-group.ts';
import type {LeaderLedger} from './leader-ledger.ts';

/** How much older than a server's own inventory the word of another one on it may be, in ms. */
const toleranceMs = 500;

/**
 * What servers say of the groups that others lead. It is worth nothing for how a group is, but it shows when a leader
 * leaves groups out of its own inventory: a busy server before 2.10 that loads an account twice at the same time lists
 * nothing of that account until it is restarted (seen on 2.9.10 in operator mode, in one of ten fresh clusters).
 */
export class Hearsay {
	readonly #ledger: Pick<LeaderLedger, 'isLed'>;
	readonly #words = new Map<string, Word>();
	/** Groups that servers leave out, as others have shown. */
	readonly #omitted = new Map<string, ReadonlySet<GroupKey>>();

	constructor(ledger: Pick<LeaderLedger, 'isLed'>) {
		this.#ledger = ledger;
	}

	/**
	 * Notes a whole inventory, in place of the server's last one.
	 * @returns servers that turn out now to leave groups out, and how many
	 */
	noted(server: string, word: Word): ReadonlyMap<string, number> {
		this.#words.set(server, word);
		const news = new Map<string, number>();
		for (const [leader, own] of this.#words) {
			const before = this.#omitted.get(leader);
			const omitted = this.#omittedBy(leader, own, before);
			if (omitted.size === 0) {
				this.#omitted.delete(leader);
				continue;
			}

			this.#omitted.set(leader, omitted);
			if (!before) {
				news.set(leader, omitted.size);
			}
		}

		return news;
	}

	/** Whether the server is known to leave groups out of its inventory. */
	isDoubted(server: string): boolean {
		return this.#omitted.has(server);
	}

	forget(server: string): void {
		this.#words.delete(server);
		this.#omitted.delete(server);
	}

	#omittedBy(leader: string, own: Word, before?: ReadonlySet<GroupKey>): ReadonlySet<GroupKey> {
		const omitted = new Set<GroupKey>();
		for (const said of this.#words.values()) {
			// An older word may be of groups that are gone; once it was right, it is so until it is taken back.
			const isFresh = said.askedAt >= own.askedAt - toleranceMs;
			for (const key of said.ledByOthers.get(leader) ?? []) {
				if (!own.listed.has(key) && !this.#ledger.isLed(key) && (isFresh || before?.has(key))) {
					omitted.add(key);
				}
			}
		}

		return omitted;
	}
}

/** A whole inventory, as far as it matters here. */
export type Word = {
	/** When its first page was asked for, epoch in ms. */
	readonly askedAt: number;
	/** All groups that it lists. */
	readonly listed: ReadonlySet<GroupKey>;
	/** Those of them that others lead, by leader. */
	readonly ledByOthers: ReadonlyMap<string, readonly GroupKey[]>;
};
