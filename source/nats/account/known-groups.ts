import {GroupFamilies} from '../../domain/group-families.ts';
import {
	groupKey,
	type Follower,
	type GroupIdentity,
	type GroupKey,
	type ReportedGroup,
} from '../../domain/raft-group.ts';
import {steadyNow} from '../../time/clock.ts';
import type {GroupTotals} from '../decode/jetstream-summary.ts';

/** The account's groups, as far as handed out. */
export class KnownGroups {
	readonly #groups = new Map<GroupKey, Entry>();
	readonly #families = new GroupFamilies();
	#streams = 0;
	#changedAt = 0;
	#revision = 0;

	/** Grows with every change. */
	get revision(): number {
		return this.#revision;
	}

	/** When a group last came or went, epoch in ms; 0 for never. */
	get changedAt(): number {
		return this.#changedAt;
	}

	/** One-replica groups included. */
	get totals(): GroupTotals {
		return {streams: this.#streams, consumers: this.#groups.size - this.#streams};
	}

	/** Those that somebody answered for lately. */
	*heard(): IterableIterator<ReportedGroup> {
		for (const {group, silent} of this.#groups.values()) {
			if (!silent) {
				yield group;
			}
		}
	}

	get(group: GroupIdentity): ReportedGroup | undefined {
		return this.#groups.get(groupKey(group))?.group;
	}

	/** Enters what a leader says of its group, or a host of one without leader. An election seen since `askedAt` outweighs it. */
	reported(group: ReportedGroup, askedAt: number): void {
		const entry = this.#entry(group);
		if (!entry) {
			this.#add(group, askedAt);
		} else if (entry.knownAt <= askedAt || entry.group.leader === group.leader) {
			entry.group = group;
			entry.silent = false;
			entry.knownAt = Math.max(entry.knownAt, askedAt);
			this.#revision++;
		}
	}

	/** Enters an election. Returns whether the group was known before. */
	elected(
		identity: GroupIdentity,
		leader: string,
		followers: readonly Follower[] | undefined,
		at: number,
	): boolean {
		const entry = this.#entry(identity);
		if (!entry) {
			return false;
		}

		entry.group = {...entry.group, leader, followers: followers ?? entry.group.followers};
		entry.silent = false;
		entry.knownAt = at;
		this.#revision++;
		return true;
	}

	/** Takes out a group that was deleted; a stream takes its consumers along. */
	deleted(group: GroupIdentity): void {
		for (const gone of this.#families.of(group)) {
			this.#remove(gone);
		}
	}

	/**
	 * Takes out what a complete listing, begun at `askedAt`, did not name.
	 * @param unanswered groups that exist, and for which nobody answered: they stay as they were
	 */
	listed(askedAt: number, unanswered: ReadonlySet<GroupKey>): void {
		for (const [key, entry] of this.#groups) {
			if (entry.knownAt >= askedAt) {
				continue;
			}

			if (unanswered.has(key)) {
				entry.silent = true;
				this.#revision++;
			} else {
				this.#remove(key);
			}
		}
	}

	#entry(group: GroupIdentity): Entry | undefined {
		return this.#groups.get(groupKey(group));
	}

	#add(group: ReportedGroup, knownAt: number): void {
		this.#groups.set(group.key, {group, silent: false, knownAt});
		this.#families.add(group.key);
		this.#streams += group.kind === 'stream' ? 1 : 0;
		this.#changed();
	}

	#remove(key: GroupKey): void {
		const entry = this.#groups.get(key);
		if (entry) {
			this.#groups.delete(key);
			this.#families.delete(key);
			this.#streams -= entry.group.kind === 'stream' ? 1 : 0;
			this.#changed();
		}
	}

	#changed(): void {
		this.#changedAt = steadyNow();
		this.#revision++;
	}
}

type Entry = {
	group: ReportedGroup;
	/** Nobody answered for it when it was last asked for. */
	silent: boolean;
	/** When the election was seen or the report asked for, epoch in ms. */
	knownAt: number;
};
