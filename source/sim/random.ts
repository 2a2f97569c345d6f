/** Random choices that a seed repeats (mulberry32, public domain, T. Ettinger). */
export type Random = {
	/** From 0 (inclusive) to 1. */
	readonly next: () => number;
	/** A whole number from 0 to below `limit`. */
	readonly below: (limit: number) => number;
	readonly pick: <Item>(items: readonly Item[]) => Item;
	readonly chance: (probability: number) => boolean;
};

export function seededRandom(seed: number): Random {
	let state = seed;
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const below = (limit: number) => Math.floor(next() * limit);
	return {
		next,
		below,
		pick: items => {
			const item = items[below(items.length)];
			if (item === undefined) {
				throw new Error('There is nothing to pick from');
			}

			return item;
		},
		chance: probability => next() < probability,
	};
}
