import type {GroupKey} from './raft-group.ts';

const none: ReadonlySet<never> = new Set();

/** Keys of groups, or what else stands for each of them, by something that groups share. An entry goes with its last key. */
export class KeyIndex<Key = GroupKey> {
	readonly #keys = new Map<string, Set<Key>>();

	get(shared: string): ReadonlySet<Key> {
		return this.#keys.get(shared) ?? none;
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
