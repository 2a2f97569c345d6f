import {groupKey, type GroupIdentity, type GroupKey} from './raft-group.ts';

/** Which consumers each stream has: deleting a stream deletes them. */
export class GroupFamilies {
	readonly #consumers = new KeyIndex();

	add(key: GroupKey): void {
		const stream = streamOf(key);
		if (stream !== key) {
			this.#consumers.add(stream, key);
		}
	}

	delete(key: GroupKey): void {
		const stream = streamOf(key);
		if (stream !== key) {
			this.#consumers.delete(stream, key);
		}
	}

	/** A group, and the consumers of a stream: those that were added. */
	of(group: GroupIdentity): GroupKey[] {
		const key = groupKey(group);
		return [key, ...this.#consumers.get(key)];
	}

	/** Streams with consumers. */
	get size(): number {
		return this.#consumers.size;
	}
}

/** A consumer's key begins with its stream's. */
function streamOf(key: GroupKey): GroupKey {
	return key.slice(0, key.lastIndexOf('\n') + 1);
}

const emptySet: ReadonlySet<never> = new Set();

/** Keys of groups by something that groups share. An entry is deleted with its last key. */
export class KeyIndex<Key = GroupKey> {
	readonly #keys = new Map<string, Set<Key>>();

	get(shared: string): ReadonlySet<Key> {
		return this.#keys.get(shared) ?? emptySet;
	}

	add(shared: string, key: Key): void {
		const keys = this.#keys.get(shared);
		if (keys) {
			keys.add(key);
		} else {
			this.#keys.set(shared, new Set([key]));
		}
	}

	delete(shared: string, key: Key): void {
		const keys = this.#keys.get(shared);
		keys?.delete(key);
		if (keys?.size === 0) {
			this.#keys.delete(shared);
		}
	}

	get size(): number {
		return this.#keys.size;
	}
}

/** Adds an item to the list under a key. */
export function append<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
	const list = lists.get(key);
	if (list) {
		list.push(item);
	} else {
		lists.set(key, [item]);
	}
}
