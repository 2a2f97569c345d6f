/** Random choices that a seed repeats. */
export type Random = {
	/** From `low` (inclusive) to `high`. */
	readonly between: (low: number, high: number) => number;
	/** A whole number from `low` to `high`, both inclusive. */
	readonly whole: (low: number, high: number) => number;
	/** A whole number from 0 to below `limit`. */
	readonly below: (limit: number) => number;
	/** One of the items, all alike, or each as often as its weight says. */
	readonly pick: <Item>(items: readonly Item[], weight?: (item: Item) => number) => Item;
	readonly chance: (probability: number) => boolean;
};

export function seededRandom(seed: number): Random {
	const next = mulberry32(seed);
	return {
		between: (low, high) => low + next() * (high - low),
		whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
		below: limit => Math.floor(next() * limit),
		chance: probability => next() < probability,
		pick(items, weight = () => 1) {
			const total = items.reduce((sum, item) => sum + weight(item), 0);
			let rest = next() * total;
			const picked = items.find(item => (rest -= weight(item)) < 0) ?? items.at(-1);
			if (picked === undefined) {
				throw new RangeError('There is nothing to pick from');
			}

			return picked;
		},
	};
}

/** Numbers from 0 (inclusive) to 1. The algorithm is Tommy Ettinger's, in the public domain. */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
