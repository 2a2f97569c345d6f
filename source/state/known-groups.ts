import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';
import {KeyIndex} from '../domain/key-index.ts';
import type {Steps} from '../domain/steps.ts';
import {byName} from './by-name.ts';
import {NameOrder, nowhere} from './name-order.ts';
import {nameAll, nameGroups, type NamedGroups} from './named-groups.ts';

/** Groups by key, also to be had in the order of their names. */
export class KnownGroups implements ReadonlyMap<GroupKey, RaftGroup> {
	readonly #slots = new Map<GroupKey, number>();
	/** By slot. One that was deleted stays until its slot is used again: its name has to be found in the order. */
	readonly #groups: RaftGroup[] = [];
	/** Slots whose groups were deleted. */
	readonly #empty = new Set<number>();
	/** Slots by the server that leads the group in them. To find groups by their keys takes longer. */
	readonly #led = new KeyIndex<number>();
	readonly #order = new NameOrder((a, b) => this.#compare(a, b));

	get size(): number {
		return this.#slots.size;
	}

	/** Servers that lead groups. */
	get leaders(): number {
		return this.#led.size;
	}

	/** Places for groups, those that stand empty included. */
	get slots(): number {
		return this.#groups.length;
	}

	get(key: GroupKey): RaftGroup | undefined {
		const slot = this.#slots.get(key);
		return slot === undefined ? undefined : this.#groups[slot];
	}

	has(key: GroupKey): boolean {
		return this.#slots.has(key);
	}

	/** A number for each group: greater ones are not used before those of groups that are gone. */
	slotOf(key: GroupKey): number | undefined {
		return this.#slots.get(key);
	}

	/** Enters a group, or replaces what is known of it. Returns its slot. */
	set(group: RaftGroup): number {
		const known = this.#slots.get(group.key);
		if (known !== undefined) {
			this.#leave(known, group.leader);
			this.#enter(known, group);
			return known;
		}

		const slot = this.#order.vacant() ?? this.#groups.length;
		this.#enter(slot, group);
		this.#slots.set(group.key, slot);
		this.#empty.delete(slot);
		this.#order.add(slot);
		return slot;
	}

	/** Returns the slot that it had. */
	delete(key: GroupKey): number | undefined {
		const slot = this.#slots.get(key);
		if (slot !== undefined) {
			this.#slots.delete(key);
			this.#leave(slot, undefined);
			this.#empty.add(slot);
			this.#order.delete(slot);
		}

		return slot;
	}

	/** All groups as they are now, in no order. */
	copy(): RaftGroup[] {
		const groups = this.#groups.slice();
		this.#fill(groups);
		return groups;
	}

	/** All groups, or those with these keys, and how their names are ordered. */
	named(keys?: Iterable<GroupKey>): NamedGroups {
		if (keys && !this.#order.isKnown) {
			return nameGroups(keys, key => this.get(key));
		}

		const places = this.#order.places();
		return keys ? this.#inSlots(this.#slotsOf(keys), places) : this.#all(places);
	}

	/** The groups that a server leads, and how their names are ordered. */
	namedLedBy(server: string): NamedGroups {
		return this.#order.isKnown
			? this.#inSlots([...this.#led.get(server)], this.#order.places())
			: nameAll(this.ledBy(server));
	}

	/** The groups that a server leads, in no order. */
	ledBy(server: string): RaftGroup[] {
		const groups: RaftGroup[] = [];
		for (const slot of this.#led.get(server)) {
			const group = this.#groups[slot];
			if (group) {
				groups.push(group);
			}
		}

		return groups;
	}

	/** Finds the order of names beforehand, in steps. */
	nameInSteps(): Steps<void> {
		return this.#order.inSteps();
	}

	*values(): MapIterator<RaftGroup> {
		for (const slot of this.#slots.values()) {
			const group = this.#groups[slot];
			if (group) {
				yield group;
			}
		}
	}

	keys(): MapIterator<GroupKey> {
		return this.#slots.keys();
	}

	*entries(): MapIterator<[GroupKey, RaftGroup]> {
		for (const group of this.values()) {
			yield [group.key, group];
		}
	}

	[Symbol.iterator](): MapIterator<[GroupKey, RaftGroup]> {
		return this.entries();
	}

	forEach(visit: (group: RaftGroup, key: GroupKey, map: ReadonlyMap<GroupKey, RaftGroup>) => void) {
		for (const group of this.values()) {
			visit(group, group.key, this);
		}
	}

	#all(placeOf: Uint32Array): NamedGroups {
		const groups = this.#groups.slice();
		const places = placeOf.slice();
		this.#fill(groups, (slot, last) => {
			places[slot] = places[last] ?? nowhere;
		});
		return {groups, places: places.subarray(0, groups.length)};
	}

	/**
	 * Puts the last groups of a copy where slots stand empty: to copy 100,000 groups one by one took more than twice as long,
	 * and where that was new to V8, 30 to 40 ms.
	 */
	#fill(groups: RaftGroup[], onMove?: (slot: number, last: number) => void): void {
		for (const slot of Uint32Array.from(this.#empty).sort().reverse()) {
			const last = groups.length - 1;
			onMove?.(slot, last);
			const group = groups.pop();
			if (group && slot < last) {
				groups[slot] = group;
			}
		}
	}

	#slotsOf(keys: Iterable<GroupKey>): number[] {
		return Array.from(keys, key => this.#slots.get(key)).filter(slot => slot !== undefined);
	}

	#inSlots(slots: readonly number[], placeOf: Uint32Array): NamedGroups {
		const groups: RaftGroup[] = [];
		const places = new Uint32Array(slots.length);
		for (const slot of slots) {
			const group = this.#groups[slot];
			if (group) {
				places[groups.length] = placeOf[slot] ?? nowhere;
				groups.push(group);
			}
		}

		return {groups, places};
	}

	#enter(slot: number, group: RaftGroup): void {
		this.#groups[slot] = group;
		if (group.leader !== undefined) {
			this.#led.add(group.leader, slot);
		}
	}

	/** The group in a slot goes, or is led by this server now. */
	#leave(slot: number, leader: string | undefined): void {
		const before = this.#groups[slot]?.leader;
		if (before !== undefined && before !== leader) {
			this.#led.delete(before, slot);
		}
	}

	#compare(a: number, b: number): number {
		const [one, other] = [this.#groups[a], this.#groups[b]];
		return one && other ? byName(one, other) : 0;
	}
}
