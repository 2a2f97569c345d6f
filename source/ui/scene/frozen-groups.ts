import type {GroupKey, RaftGroup} from '../../domain/raft-group.ts';
import {nameGroups, type NamedGroups} from '../../state/named-groups.ts';

/**
 * Groups as they were at one moment. To copy a map of 100,000 takes longer than a frame may, so only the groups are
 * kept, and those that are asked for by key are found when they are.
 */
export class FrozenGroups implements ReadonlyMap<GroupKey, RaftGroup> {
	readonly #all: readonly RaftGroup[];
	readonly #named: NamedGroups;
	/** Those that were found already. */
	readonly #found = new Map<GroupKey, RaftGroup>();
	readonly #led = new Map<string, readonly RaftGroup[]>();

	constructor(named: NamedGroups) {
		this.#named = named;
		this.#all = named.groups;
	}

	get size(): number {
		return this.#all.length;
	}

	get(key: GroupKey): RaftGroup | undefined {
		const group = this.#found.get(key) ?? this.#all.find(each => each.key === key);
		if (group) {
			this.#found.set(key, group);
		}

		return group;
	}

	has(key: GroupKey): boolean {
		return this.get(key) !== undefined;
	}

	/** The groups that a server led. They are found at once afterwards. */
	ledBy(server: string): readonly RaftGroup[] {
		const known = this.#led.get(server);
		if (known) {
			return known;
		}

		const led = this.#all.filter(({leader}) => leader === server);
		for (const group of led) {
			this.#found.set(group.key, group);
		}

		this.#led.set(server, led);
		return led;
	}

	/** All of them, or those with these keys, and how their names are ordered. */
	named(keys?: Iterable<GroupKey>): NamedGroups {
		return keys ? nameGroups(keys, key => this.get(key)) : this.#named;
	}

	copy(): readonly RaftGroup[] {
		return this.#all;
	}

	values(): MapIterator<RaftGroup> {
		return this.#all.values();
	}

	*keys(): MapIterator<GroupKey> {
		for (const {key} of this.#all) {
			yield key;
		}
	}

	*entries(): MapIterator<[GroupKey, RaftGroup]> {
		for (const group of this.#all) {
			yield [group.key, group];
		}
	}

	[Symbol.iterator](): MapIterator<[GroupKey, RaftGroup]> {
		return this.entries();
	}

	forEach(visit: (group: RaftGroup, key: GroupKey, map: ReadonlyMap<GroupKey, RaftGroup>) => void) {
		for (const group of this.#all) {
			visit(group, group.key, this);
		}
	}
}
