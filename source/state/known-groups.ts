import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';
import type {Steps} from '../domain/steps.ts';
import {byName} from './by-name.ts';
import {NameOrder, nowhere} from './name-order.ts';
import {nameGroups, type NamedGroups} from './named-groups.ts';

/** Groups by key, also to be had in the order of their names. */
export class KnownGroups implements ReadonlyMap<GroupKey, RaftGroup> {
	readonly #slots = new Map<GroupKey, number>();
	/** By slot. One that was deleted stays until its slot is used again: its name has to be found in the order. */
	readonly #groups: RaftGroup[] = [];
	readonly #order = new NameOrder((a, b) => this.#compare(a, b));

	get size(): number {
		return this.#slots.size;
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
			this.#groups[known] = group;
			return known;
		}

		const slot = this.#order.vacant() ?? this.#groups.length;
		this.#groups[slot] = group;
		this.#slots.set(group.key, slot);
		this.#order.add(slot);
		return slot;
	}

	/** Returns the slot that it had. */
	delete(key: GroupKey): number | undefined {
		const slot = this.#slots.get(key);
		if (slot !== undefined) {
			this.#slots.delete(key);
			this.#order.delete(slot);
		}

		return slot;
	}

	/** All groups, or those with these keys, and how their names are ordered. */
	named(keys?: Iterable<GroupKey>): NamedGroups {
		if (keys && !this.#order.isKnown) {
			return nameGroups(keys, key => this.get(key));
		}

		const places = this.#order.places();
		return keys ? this.#withKeys(keys, places) : this.#all(places);
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
		// As long as it has to be: a list that grows leaves several times its own room behind.
		const groups = this.#groups.slice(0, this.size);
		const places = new Uint32Array(this.size);
		let count = 0;
		for (let slot = 0; slot < placeOf.length; slot++) {
			const place = placeOf[slot] ?? nowhere;
			const group = this.#groups[slot];
			if (group && place !== nowhere) {
				places[count] = place;
				groups[count++] = group;
			}
		}

		return {groups, places};
	}

	#withKeys(keys: Iterable<GroupKey>, placeOf: Uint32Array): NamedGroups {
		const groups: RaftGroup[] = [];
		const places: number[] = [];
		for (const key of keys) {
			const slot = this.#slots.get(key);
			const group = slot === undefined ? undefined : this.#groups[slot];
			if (group && slot !== undefined) {
				groups.push(group);
				places.push(placeOf[slot] ?? nowhere);
			}
		}

		return {groups, places: Uint32Array.from(places)};
	}

	#compare(a: number, b: number): number {
		const [one, other] = [this.#groups[a], this.#groups[b]];
		return one && other ? byName(one, other) : 0;
	}
}
