/** A seeded stream of random numbers: the same seed gives the same clusters on every machine. */
export type Random = {
	/** From 0 up to, not including, 1. */
	readonly next: () => number;
	/** A whole number from 0 up to, not including, `limit`. */
	readonly below: (limit: number) => number;
	readonly chance: (probability: number) => boolean;
	readonly pick: <Item>(items: readonly Item[]) => Item;
	/** `count` different items, in random order. */
	readonly sample: <Item>(items: readonly Item[], count: number) => Item[];
};

/** Tommy Ettinger's mulberry32: 32 bits of state, good enough for test clusters. */
export function seededRandom(seed: number): Random {
	let state = seed >>> 0;

	function next(): number {
		state = (state + 0x6d_2b_79_f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	function below(limit: number): number {
		return Math.floor(next() * limit);
	}

	return {
		next,
		below,
		chance: probability => next() < probability,
		pick<Item>(items: readonly Item[]) {
			return items[below(items.length)] as Item;
		},
		sample<Item>(items: readonly Item[], count: number) {
			const left = [...items];
			return Array.from(
				{length: Math.min(count, left.length)},
				() => left.splice(below(left.length), 1)[0] as Item,
			);
		},
	};
}
