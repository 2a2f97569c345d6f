import {visit, type Steps} from '../steps.ts';

/** A group that could be led elsewhere, by its load. Servers are numbers. */
export type Burden = {
	readonly weight: number;
	/** Who leads it at the moment. */
	at: number;
	/** Who else might; its own leader may be among them. */
	readonly legal: readonly number[];
	/** Different for each: orders those of the same weight. */
	readonly rank: number;
};

/** Burdens that are taken in in one step. */
const burdensPerStep = 500;

/** The lists of burdens that are where they are now. */
export function* arcLists(burdens: readonly Burden[], size: number): Steps<ArcLists> {
	const lists = new ArcLists(size);
	yield* lists.takeIn(burdens);
	return lists;
}

/** For each pair of servers the burdens of the first that the second could take, heaviest last: those go first, and the end of a list is cheap to change. */
class ArcLists {
	readonly #lists: Burden[][];
	readonly #size: number;

	constructor(size: number) {
		this.#size = size;
		this.#lists = Array.from({length: size * size}, () => []);
	}

	*takeIn(burdens: readonly Burden[]): Steps<void> {
		yield* visit(burdens, burdensPerStep, burden => {
			for (const to of othersOf(burden)) {
				this.between(burden.at, to).push(burden);
			}
		});

		for (const list of this.#lists) {
			list.sort((a, b) => a.weight - b.weight || a.rank - b.rank);
			if (list.length > 0) {
				yield;
			}
		}
	}

	between(from: number, to: number): Burden[] {
		return this.#lists[from * this.#size + to] ?? [];
	}

	move(burden: Burden, to: number): void {
		for (const other of othersOf(burden)) {
			const list = this.between(burden.at, other);
			list.splice(placeOf(list, burden.weight, burden.rank), 1);
		}

		burden.at = to;
		for (const other of othersOf(burden)) {
			const list = this.between(to, other);
			list.splice(placeOf(list, burden.weight, burden.rank), 0, burden);
		}
	}
}

/** The item of a sorted list that is nearest to a weight. */
export function nearest(list: readonly Burden[], weight: number): Burden | undefined {
	const place = placeOf(list, weight, Number.POSITIVE_INFINITY);
	const lighter = list[place - 1];
	const heavier = list[place];
	if (!heavier || !lighter) {
		return heavier ?? lighter;
	}

	return heavier.weight - weight < weight - lighter.weight ? heavier : lighter;
}

/** Where an item of this weight and rank stands, or would. */
function placeOf(list: readonly Burden[], weight: number, rank: number): number {
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

function othersOf({at, legal}: Burden): number[] {
	return legal.filter(server => server !== at);
}
