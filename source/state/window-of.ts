/** Tells of an item whether it comes before (below 0) or after the one given. No two items are alike. */
export type Order<Item> = (other: Item) => (item: Item) => number;

/** As many items are worth a sort, and as a sample to choose from. */
const few = 64;

/**
 * The items that would stand from `from` to before `to` if all were sorted. Instead of sorting all of them, most are set
 * aside by comparing each with one that stands close behind (or before) the window: two passes, wherever the window is.
 */
export function windowOf<Item extends object>(
	items: readonly Item[],
	order: Order<Item>,
	from: number,
	to: number,
): Item[] {
	const pivot = (to - from) * 4 > items.length ? undefined : pivotFor(items, order, from, to);
	if (pivot === undefined || items.length <= few) {
		return sorted(items, order).slice(from, to);
	}

	const before: Item[] = [];
	const after: Item[] = [];
	const compare = order(pivot);
	for (const item of items) {
		const comparison = compare(item);
		if (comparison < 0) {
			before.push(item);
		} else if (comparison > 0) {
			after.push(item);
		}
	}

	const place = before.length;
	const rest = place + 1;
	return [
		...(from < place ? windowOf(before, order, from, Math.min(to, place)) : []),
		...(from <= place && place < to ? [pivot] : []),
		...(rest < to ? windowOf(after, order, Math.max(from - rest, 0), to - rest) : []),
	];
}

/** An item of a sample that leaves the longer of the two sides of the window outside, and hardly more than the window inside. */
function pivotFor<Item extends object>(
	items: readonly Item[],
	order: Order<Item>,
	from: number,
	to: number,
): Item | undefined {
	const step = Math.ceil(items.length / few);
	const sample = sorted(
		items.filter((_, index) => index % step === 0),
		order,
	);
	const scale = sample.length / items.length;
	const isNearStart = to < items.length - from;
	const place = isNearStart ? Math.ceil(to * scale) + 1 : Math.floor(from * scale) - 2;
	return sample[Math.min(Math.max(place, 0), sample.length - 1)];
}

function sorted<Item>(items: readonly Item[], order: Order<Item>): Item[] {
	return items.toSorted((a, b) => order(b)(a));
}
