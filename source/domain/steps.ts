/** A long computation that yields every few ms, where keys, replies and frames may have their turn. */
export type Steps<Result> = Generator<void, Result, void>;

/** Computes in one go. */
export function finish<Result>(steps: Steps<Result>): Result {
	for (;;) {
		const step = steps.next();
		if (step.done) {
			return step.value;
		}
	}
}

/** Visits items, so many in a step. */
export function* visit<Item>(
	items: readonly Item[],
	perStep: number,
	visitor: (item: Item, index: number) => void,
): Steps<void> {
	for (let from = 0; from < items.length; from += perStep) {
		if (from > 0) {
			yield;
		}

		visitAll(items.slice(from, from + perStep), from, visitor);
	}
}

/** Not part of the generator: to rank 100,000 groups took nearly twice as long with the loop in there. */
function visitAll<Item>(
	items: readonly Item[],
	first: number,
	visitor: (item: Item, index: number) => void,
): void {
	let index = first;
	for (const item of items) {
		visitor(item, index);
		index++;
	}
}
