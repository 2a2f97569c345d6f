import {visit, type Steps} from '../steps.ts';

type SpreadOptions = {
	readonly isDraining: readonly boolean[];
	/** Servers with at most this load are left alone. */
	readonly enough: number;
	/** A step-down that lowers the fuller of two servers by less is not worth it. */
	readonly leastGain: number;
};

/**
 * Evens out groups of different weights. That is NP-hard (it contains the partition problem), so this is a heuristic:
 * the fullest server hands over the group that brings it and the taker nearest to each other; when none can hand over
 * any more, two servers exchange one each. Changes the loads and where the items are.
 */
export function* spreadWeightedGroups(
	items: readonly WeightedGroup[],
	loads: Float64Array,
	{isDraining, enough, leastGain}: SpreadOptions,
): Steps<void> {
	const lists = new TransferLists(loads.length);
	yield* lists.takeIn(items);
	const leaving = items.filter(({at}) => isDraining[at]).sort((a, b) => b.weight - a.weight);
	for (const item of leaving) {
		move(item, emptiest(item.legal));
	}

	for (;;) {
		const trade = first(bestHandover) ?? first(bestExchange);
		if (!trade) {
			return;
		}

		yield;
		const giver = trade.given.at;
		move(trade.given, trade.to);
		if (trade.taken) {
			move(trade.taken, giver);
		}
	}

	/** What the search finds for the fullest server for which it finds anything. */
	function first(search: (server: number) => Trade | undefined): Trade | undefined {
		const full = [...loads.keys()].filter(server => (loads[server] ?? 0) > enough);
		full.sort((a, b) => (loads[b] ?? 0) - (loads[a] ?? 0));
		for (const server of full) {
			const found = search(server);
			if (found) {
				return found;
			}
		}

		return undefined;
	}

	function bestHandover(from: number): Trade | undefined {
		let best: Trade | undefined;
		for (const to of loads.keys()) {
			const gap = gapOf(from, to);
			const given = gap > 0 ? nearest(lists.between(from, to), gap / 2) : undefined;
			const gain = given ? gainOf(given.weight, gap) : 0;
			if (given && gain >= leastGain && gain > (best?.gain ?? 0)) {
				best = {given, taken: undefined, to, gain};
			}
		}

		return best;
	}

	function bestExchange(from: number): Trade | undefined {
		let best: Trade | undefined;
		for (const to of loads.keys()) {
			const gap = gapOf(from, to);
			const back = lists.between(to, from);
			for (const given of gap > 0 && back.length > 0 ? lists.between(from, to) : []) {
				const taken = nearest(back, given.weight - gap / 2);
				const gain = taken ? gainOf(given.weight - taken.weight, gap) : 0;
				// It takes two step-downs.
				if (gain >= 2 * leastGain && gain > (best?.gain ?? 0)) {
					best = {given, taken, to, gain};
				}
			}
		}

		return best;
	}

	function gapOf(from: number, to: number): number {
		return (loads[from] ?? 0) - (loads[to] ?? 0);
	}

	function move(item: WeightedGroup, to: number): void {
		loads[item.at] = (loads[item.at] ?? 0) - item.weight;
		loads[to] = (loads[to] ?? 0) + item.weight;
		lists.move(item, to);
	}

	function emptiest(servers: readonly number[]): number {
		return servers.reduce((best, server) =>
			(loads[server] ?? 0) < (loads[best] ?? 0) ? server : best,
		);
	}
}

type Trade = {
	readonly given: WeightedGroup;
	/** What comes back; undefined when nothing does. */
	readonly taken: WeightedGroup | undefined;
	readonly to: number;
	/** By how much the fuller of the two gets lighter. */
	readonly gain: number;
};

function gainOf(weight: number, gap: number): number {
	return Math.min(weight, gap - weight);
}

/** A group that could be led elsewhere, by its load. Servers are numbers. */
export type WeightedGroup = {
	readonly weight: number;
	/** Who leads it at the moment. */
	at: number;
	/** Who else might; its own leader may be among them. */
	readonly legal: readonly number[];
	/** Different for each: orders those of the same weight. */
	readonly rank: number;
};

/** Groups that are taken in in one step. */
const groupsPerStep = 500;

/** For each pair of servers the items of the first that the second could take, heaviest last: the end of a list is cheap to change. */
class TransferLists {
	readonly #lists: WeightedGroup[][];
	readonly #size: number;

	constructor(size: number) {
		this.#size = size;
		this.#lists = Array.from({length: size * size}, () => []);
	}

	*takeIn(items: readonly WeightedGroup[]): Steps<void> {
		yield* visit(items, groupsPerStep, item => {
			for (const to of othersOf(item)) {
				this.between(item.at, to).push(item);
			}
		});

		for (const list of this.#lists) {
			list.sort((a, b) => a.weight - b.weight || a.rank - b.rank);
			if (list.length > 0) {
				yield;
			}
		}
	}

	between(from: number, to: number): WeightedGroup[] {
		return this.#lists[from * this.#size + to] ?? [];
	}

	move(item: WeightedGroup, to: number): void {
		for (const other of othersOf(item)) {
			const list = this.between(item.at, other);
			list.splice(placeOf(list, item.weight, item.rank), 1);
		}

		item.at = to;
		for (const other of othersOf(item)) {
			const list = this.between(to, other);
			list.splice(placeOf(list, item.weight, item.rank), 0, item);
		}
	}
}

/** The item of a sorted list that is nearest to a weight. */
function nearest(list: readonly WeightedGroup[], weight: number): WeightedGroup | undefined {
	const place = placeOf(list, weight, Number.POSITIVE_INFINITY);
	const lighter = list[place - 1];
	const heavier = list[place];
	if (!heavier || !lighter) {
		return heavier ?? lighter;
	}

	return heavier.weight - weight < weight - lighter.weight ? heavier : lighter;
}

/** Where an item of this weight and rank stands, or would. */
function placeOf(list: readonly WeightedGroup[], weight: number, rank: number): number {
	let low = 0;
	let high = list.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		const item = list[middle];
		if (item && (item.weight < weight || (item.weight === weight && item.rank < rank))) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

function othersOf({at, legal}: WeightedGroup): number[] {
	return legal.filter(server => server !== at);
}
