import {KeyIndex} from './key-index.ts';
import {groupKey, type GroupIdentity, type GroupKey} from './raft-group.ts';

/** Which consumers each stream has: they go with it. */
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
