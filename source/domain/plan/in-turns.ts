/** The items so that those with the same key take turns with the others: a a a b b c → a b c a b a. */
export function inTurns<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
	const queues = new Map<string, Item[]>();
	for (const item of items) {
		const key = keyOf(item);
		const queue = queues.get(key);
		if (queue) {
			queue.push(item);
		} else {
			queues.set(key, [item]);
		}
	}

	const mixed: Item[] = [];
	for (let turn = 0; mixed.length < items.length; turn++) {
		for (const [key, queue] of queues) {
			const item = queue[turn];
			if (item === undefined) {
				queues.delete(key);
			} else {
				mixed.push(item);
			}
		}
	}

	return mixed;
}
