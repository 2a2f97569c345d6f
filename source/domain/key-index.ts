import type {GroupKey} from './raft-group.ts';

const none: ReadonlySet<GroupKey> = new Set();

/** Group keys by something that groups share. An entry goes with its last key. */
export class KeyIndex {
	readonly #keys = new Map<string, Set<GroupKey>>();

	get(shared: string): ReadonlySet<GroupKey> {
		return this.#keys.get(shared) ?? none;
	}

	add(shared: string, key: GroupKey): void {
		const keys = this.#keys.get(shared);
		if (keys) {
			keys.add(key);
		} else {
			this.#keys.set(shared, new Set([key]));
		}
	}

	delete(shared: string, key: GroupKey): void {
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
