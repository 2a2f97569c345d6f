import {GroupFamilies} from '../../domain/group-families.ts';
import {groupKey, type GroupIdentity, type GroupKey} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import type {GroupTotals} from '../decode/jetstream-summary.ts';

/**
 * Who leads what, as far as handed out: the observer's own account of it, against which the servers' cheap counters
 * are held to see whether something was missed.
 */
export class LeaderLedger {
	readonly #entries = new Map<GroupKey, Entry>();
	readonly #families = new GroupFamilies();
	readonly #books = new Map<string, Book>();
	/** When the totals of any server last changed, epoch in ms; 0 for never. */
	changedAt = 0;

	/** Enters an election. Returns whether the group was known before. */
	elected(group: GroupIdentity, leader: string, at: number): boolean {
		const key = groupKey(group);
		const known = this.#entries.has(key);
		this.#enter(key, group.kind, leader, at);
		return known;
	}

	/** Enters a server's own report. An election seen after the question was sent outweighs it. */
	reported(server: string, led: readonly LedgerGroup[], askedAt: number): void {
		for (const {key, kind} of led) {
			const entry = this.#entries.get(key);
			if (entry === undefined || entry.leader === server || entry.knownAt <= askedAt) {
				this.#enter(key, kind, server, Math.max(askedAt, entry?.knownAt ?? 0));
			}
		}
	}

	/** Takes out groups of which a server says that it has lost their lead. */
	abandoned(server: string, groups: readonly LedgerGroup[], askedAt: number): void {
		for (const {key} of groups) {
			const entry = this.#entries.get(key);
			if (entry?.leader === server && entry.knownAt <= askedAt) {
				this.#remove(key, entry);
			}
		}
	}

	/** Takes out what a complete inventory did not name. */
	completed(server: string, askedAt: number): void {
		for (const key of this.#books.get(server)?.keys ?? []) {
			const entry = this.#entries.get(key);
			if (entry && entry.knownAt < askedAt) {
				this.#remove(key, entry);
			}
		}
	}

	/** Takes out a group that was deleted; a stream takes its consumers along. */
	deleted(group: GroupIdentity): void {
		for (const gone of this.#families.of(group)) {
			const entry = this.#entries.get(gone);
			if (entry) {
				this.#remove(gone, entry);
			}
		}
	}

	/** Takes out a server that is gone for good. */
	forget(server: string): void {
		for (const key of this.#books.get(server)?.keys ?? []) {
			this.#entries.delete(key);
			this.#families.delete(key);
		}

		this.#books.delete(server);
	}

	/** Entries in all maps together: it grows with the groups that are led, and with nothing else. */
	get size(): number {
		const keys = [...this.#books.values()].reduce((sum, book) => sum + book.keys.size, 0);
		return this.#entries.size + this.#families.size + this.#books.size + keys;
	}

	leaderOf(group: GroupIdentity): string | undefined {
		return this.#entries.get(groupKey(group))?.leader;
	}

	isLed(key: GroupKey): boolean {
		return this.#entries.has(key);
	}

	/** What a server leads, one-replica groups included. */
	totals(server: string): GroupTotals {
		const {streams, consumers} = this.#books.get(server) ?? emptyBook;
		return {streams, consumers};
	}

	#enter(key: GroupKey, kind: GroupIdentity['kind'], leader: string, knownAt: number): void {
		const entry = this.#entries.get(key);
		if (entry?.leader === leader) {
			entry.knownAt = knownAt;
			return;
		}

		if (entry) {
			this.#unbook(key, entry);
			entry.leader = leader;
			entry.knownAt = knownAt;
		} else {
			this.#entries.set(key, {kind, leader, knownAt});
			this.#families.add(key);
		}

		const book = this.#book(leader);
		book.keys.add(key);
		count(book, kind, 1);
		this.changedAt = steadyNow();
	}

	#remove(key: GroupKey, entry: Entry): void {
		this.#entries.delete(key);
		this.#families.delete(key);
		this.#unbook(key, entry);
		this.changedAt = steadyNow();
	}

	#unbook(key: GroupKey, {kind, leader}: Entry): void {
		const book = this.#book(leader);
		book.keys.delete(key);
		count(book, kind, -1);
	}

	#book(server: string): Book {
		let book = this.#books.get(server);
		if (!book) {
			book = {keys: new Set(), streams: 0, consumers: 0};
			this.#books.set(server, book);
		}

		return book;
	}
}

export type LedgerGroup = {readonly key: GroupKey; readonly kind: GroupIdentity['kind']};

type Entry = {
	readonly kind: GroupIdentity['kind'];
	leader: string;
	/** When the election was seen or the report asked for, epoch in ms. */
	knownAt: number;
};

type Book = {
	readonly keys: Set<GroupKey>;
	streams: number;
	consumers: number;
};

function count(book: Book, kind: GroupIdentity['kind'], change: 1 | -1): void {
	book[kind === 'stream' ? 'streams' : 'consumers'] += change;
}

const emptyBook: GroupTotals = {streams: 0, consumers: 0};
