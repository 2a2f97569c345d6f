/** Appends to a list that keeps its newest items only. */
export function pushBounded<Item>(list: Item[], item: Item, limit: number): void {
	list.push(item);
	if (list.length > limit) {
		list.shift();
	}
}
