/** A map that keeps the entries that were set last, at most so many. */
export class LatestEntries<Key, Value> {
	readonly #limit: number;
	readonly #entries = new Map<Key, Value>();

	constructor(limit: number) {
		this.#limit = limit;
	}

	get(key: Key): Value | undefined {
		return this.#entries.get(key);
	}

	set(key: Key, value: Value): void {
		this.#entries.delete(key);
		this.#entries.set(key, value);
		if (this.#entries.size > this.#limit) {
			for (const oldest of this.#entries.keys()) {
				this.#entries.delete(oldest);
				return;
			}
		}
	}

	delete(key: Key): void {
		this.#entries.delete(key);
	}

	get size(): number {
		return this.#entries.size;
	}

	/** From the one that was set first to the last. */
	[Symbol.iterator](): IterableIterator<[Key, Value]> {
		return this.#entries.entries();
	}
}
/** Appends to a list that keeps its newest items only. */
export function pushBounded<Item>(list: Item[], item: Item, limit: number): void {
	list.push(item);
	if (list.length > limit) {
		list.shift();
	}
}
