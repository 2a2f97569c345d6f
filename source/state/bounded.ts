/** A map that keeps the entries that were set last, at most so many: from the one that was set first to the last. */
export class LatestEntries<Key, Value> extends Map<Key, Value> {
	readonly #limit: number;

	constructor(limit: number) {
		super();
		this.#limit = limit;
	}

	override set(key: Key, value: Value): this {
		this.delete(key);
		super.set(key, value);
		const oldest = this.keys().next();
		if (this.size > this.#limit && !oldest.done) {
			this.delete(oldest.value);
		}

		return this;
	}
}

/** Appends to a list that keeps its newest items only. */
export function pushBounded<Item>(list: Item[], item: Item, limit: number): void {
	list.push(item);
	if (list.length > limit) {
		list.shift();
	}
}
