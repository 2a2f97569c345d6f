import {GroupFamilies} from '../../domain/key-index.ts';
import {
	groupKey,
	type GroupIdentity,
	type GroupKey,
	type ReportedGroup,
} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import type {GroupTotals} from '../decode/jetstream-summary.ts';

/** What the ledger needs to know of a group; an observer may keep more. */
export type LedgerGroup = Pick<ReportedGroup, 'key' | 'kind' | 'leader'>;

/**
 * Who leads what, as far as the observer has handed out: servers' cheap counters are compared with it to see whether
 * something was missed.
 */
export class LeaderLedger<Group extends LedgerGroup = LedgerGroup> {
	readonly #entries = new Map<GroupKey, Entry<Group>>();
	readonly #families = new GroupFamilies();
	/** By leader; undefined: without one. */
	readonly #books = new Map<string | undefined, Book>();
	/** Groups without an answer when last asked for. */
	readonly #silent = new Set<GroupKey>();
	/** When the totals of any server last changed, epoch in ms; 0 for never. */
	changedAt = 0;
	/** Grows with every change. */
	revision = 0;

	/** Forgets all groups. */
	clear(): void {
		for (const [key, entry] of this.#entries) {
			this.#remove(key, entry);
		}

		this.#books.clear();
	}

	get(key: GroupKey): Group | undefined {
		return this.#entries.get(key)?.group;
	}

	/** All groups with an answer when last asked for. */
	*answered(): IterableIterator<Group> {
		for (const [key, {group}] of this.#entries) {
			if (!this.#silent.has(key)) {
				yield group;
			}
		}
	}

	/** What a server leads, one-replica groups included. */
	totals(server: string): GroupTotals {
		const {streams, consumers} = this.#books.get(server) ?? emptyBook;
		return {streams, consumers};
	}

	/** All groups, led or not. */
	allTotals(): GroupTotals {
		const books = [...this.#books.values()];
		const streams = books.reduce((sum, book) => sum + book.streams, 0);
		return {streams, consumers: this.#entries.size - streams};
	}

	/** Enters an election: `group` as it is from then on. */
	elected(group: Group, at: number): void {
		this.#enter(group, at);
	}

	/**
	 * Enters what a leader reports of its group, or a host of a leaderless one.
	 * @param askedAt an election after that outweighs it
	 */
	reported(group: Group, askedAt: number): void {
		const entry = this.#entries.get(group.key);
		if (!entry || entry.knownAt <= askedAt || entry.group.leader === group.leader) {
			this.#enter(group, Math.max(askedAt, entry?.knownAt ?? 0));
		}
	}

	/** Takes out groups of which a server says that it has lost their lead. */
	abandoned(server: string, groups: readonly {readonly key: GroupKey}[], askedAt: number): void {
		for (const {key} of groups) {
			const entry = this.#entries.get(key);
			if (entry?.group.leader === server && entry.knownAt <= askedAt) {
				this.#remove(key, entry);
			}
		}
	}

	/** Takes out what a complete inventory of a server, begun at `askedAt`, did not name. */
	completed(server: string, askedAt: number): void {
		for (const key of this.#books.get(server)?.keys ?? []) {
			this.#removeIfOlder(key, askedAt);
		}
	}

	/**
	 * The same of a listing of all groups.
	 * @param unanswered groups that exist, but without an answer: they stay as they were
	 */
	listed(askedAt: number, unanswered: ReadonlySet<GroupKey>): void {
		for (const [key, {knownAt}] of this.#entries) {
			if (knownAt < askedAt && unanswered.has(key)) {
				this.#silent.add(key);
				this.revision++;
			} else {
				this.#removeIfOlder(key, askedAt);
			}
		}
	}

	/** Takes out a group that was deleted; a stream takes its consumers along. */
	deleted(group: GroupIdentity): void {
		for (const key of this.#families.of(group)) {
			this.#removeIfOlder(key, Number.POSITIVE_INFINITY);
		}
	}

	/** Takes out a server that is gone for good. */
	forget(server: string): void {
		this.completed(server, Number.POSITIVE_INFINITY);
		this.#books.delete(server);
	}

	/** Entries in all maps together: it grows with the groups that are known, and with nothing else. */
	get size(): number {
		const keys = [...this.#books.values()].reduce((sum, book) => sum + book.keys.size, 0);
		return this.#entries.size + this.#families.size + this.#books.size + this.#silent.size + keys;
	}

	#enter(group: Group, knownAt: number): void {
		const {key, leader} = group;
		const entry = this.#entries.get(key);
		this.#silent.delete(key);
		this.revision++;
		if (entry && entry.group.leader === leader) {
			entry.group = group;
			entry.knownAt = knownAt;
			return;
		}

		if (entry) {
			count(this.#book(entry.group.leader), entry.group, -1);
		} else {
			this.#families.add(key);
		}

		this.#entries.set(key, {group, knownAt});
		count(this.#book(leader), group, 1);
		this.changedAt = steadyNow();
	}

	#removeIfOlder(key: GroupKey, askedAt: number): void {
		const entry = this.#entries.get(key);
		if (entry && entry.knownAt < askedAt) {
			this.#remove(key, entry);
		}
	}

	#remove(key: GroupKey, {group}: Entry<Group>): void {
		this.#entries.delete(key);
		this.#families.delete(key);
		this.#silent.delete(key);
		count(this.#book(group.leader), group, -1);
		this.changedAt = steadyNow();
		this.revision++;
	}

	#book(server: string | undefined): Book {
		let book = this.#books.get(server);
		if (!book) {
			book = {keys: new Set(), streams: 0, consumers: 0};
			this.#books.set(server, book);
		}

		return book;
	}
}

/** The part of a group that a ledger of leaders alone keeps. */
export function ledgerGroup(group: GroupIdentity, leader: string): LedgerGroup {
	return {key: groupKey(group), kind: group.kind, leader};
}

type Entry<Group> = {
	group: Group;
	/** When the election was seen or the report asked for, epoch in ms. */
	knownAt: number;
};

type Book = {
	readonly keys: Set<GroupKey>;
	streams: number;
	consumers: number;
};

function count(book: Book, {key, kind}: LedgerGroup, change: 1 | -1): void {
	if (change === 1) {
		book.keys.add(key);
	} else {
		book.keys.delete(key);
	}

	book[kind === 'stream' ? 'streams' : 'consumers'] += change;
}

const emptyBook: GroupTotals = {streams: 0, consumers: 0};
