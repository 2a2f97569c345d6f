import type {GroupKey} from '../../domain/raft-group.ts';
import type {Inventory} from '../decode/inventory.ts';
import type {LeaderLedger} from '../observing/leader-ledger.ts';

/** How much older than a server's own inventory the report of another one about it may be, in ms. */
const toleranceMs = 500;

/**
 * What servers report of the groups that others lead. It says nothing reliable about how a group is, but it shows when a
 * leader leaves groups out of its own inventory: a busy server before 2.10 that loads an account twice at the same time
 * lists nothing of that account until it is restarted (seen on 2.9.10 in operator mode, in one of ten fresh clusters).
 */
export class OtherServersReports {
	readonly #ledger: Pick<LeaderLedger, 'get'>;
	readonly #digests = new Map<string, InventoryDigest>();
	/** Groups that servers leave out, as others have shown. */
	readonly #omitted = new Map<string, ReadonlySet<GroupKey>>();

	constructor(ledger: Pick<LeaderLedger, 'get'>) {
		this.#ledger = ledger;
	}

	/**
	 * Notes an inventory, in place of the server's last one.
	 * @returns servers that turn out now to leave groups out, and how many
	 */
	noted(server: string, digest: InventoryDigest): ReadonlyMap<string, number> {
		this.#digests.set(server, digest);
		const news = new Map<string, number>();
		for (const [leader, own] of this.#digests) {
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

	/** Forgets all servers. */
	clear(): void {
		this.#digests.clear();
		this.#omitted.clear();
	}

	forget(server: string): void {
		this.#digests.delete(server);
		this.#omitted.delete(server);
	}

	#omittedBy(
		leader: string,
		own: InventoryDigest,
		before?: ReadonlySet<GroupKey>,
	): ReadonlySet<GroupKey> {
		const omitted = new Set<GroupKey>();
		for (const {askedAt, ledByOthers} of this.#digests.values()) {
			// An older report may be of groups that are gone; once it was right, it is so until it is taken back.
			const isFresh = askedAt >= own.askedAt - toleranceMs;
			for (const key of ledByOthers.get(leader) ?? []) {
				if (!own.listed.has(key) && !this.#ledger.get(key) && (isFresh || before?.has(key))) {
					omitted.add(key);
				}
			}
		}

		return omitted;
	}
}

/** What matters here of a whole inventory. */
export class InventoryDigest {
	/** When its first page was asked for, epoch in ms. */
	readonly askedAt: number;
	/** All groups that it lists. */
	readonly listed = new Set<GroupKey>();
	/** Those of them that others lead, by leader. */
	readonly ledByOthers = new Map<string, GroupKey[]>();

	constructor(askedAt: number) {
		this.askedAt = askedAt;
	}

	add({led, leaderless, followed}: Pick<Inventory, 'led' | 'leaderless' | 'followed'>): void {
		for (const {key} of [...led, ...leaderless, ...followed]) {
			this.listed.add(key);
		}

		for (const {key, leader} of followed) {
			const keys = this.ledByOthers.get(leader);
			if (keys) {
				keys.push(key);
			} else {
				this.ledByOthers.set(leader, [key]);
			}
		}
	}
}
