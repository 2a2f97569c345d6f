import type {RaftGroup} from '../domain/raft-group.ts';
import type {NamedGroups} from './named-groups.ts';

/**
 * Groups in the order of their names, or with the last stream first. Only those that are asked for are looked at: to go
 * through 100,000 of them in this order takes long, for each is somewhere else in memory.
 */
export class NameOrderedGroups {
	readonly #groups: readonly RaftGroup[];
	readonly #places: Uint32Array;
	readonly #order: Uint32Array;
	readonly #isReversed: boolean;
	#run: Run = {first: 0, next: 0};

	/** @param order as `indexesByName` finds it of the places */
	constructor({groups, places}: NamedGroups, order: Uint32Array, isReversed: boolean) {
		this.#groups = groups;
		this.#places = places;
		this.#order = order;
		this.#isReversed = isReversed;
	}

	/** The groups that stand from `from` to before `to`. */
	between(from: number, to: number): RaftGroup[] {
		const end = Math.min(to, this.#order.length);
		const indexes = Array.from({length: Math.max(0, end - from)}, (_, row) => from + row);
		return indexes
			.map(place => this.#at(this.#isReversed ? this.#fromEnd(place) : place))
			.filter(group => group !== undefined);
	}

	/** Where a group of these stands, from 0. */
	placeOf(wanted: RaftGroup): number {
		const index = this.#nameIndexOf(wanted);
		return this.#isReversed ? this.#fromStart(index) : index;
	}

	#at(index: number): RaftGroup | undefined {
		return this.#groups[this.#order[index] ?? -1];
	}

	/** How many names stand before a group's own. */
	#nameIndexOf(wanted: RaftGroup): number {
		const place = this.#places[this.#groups.indexOf(wanted)] ?? 0;
		let low = 0;
		let high = this.#order.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#places[this.#order[middle] ?? 0] ?? 0) < place) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	}

	/** What stands at a place when the last stream comes first; streams of one name, and their consumers, stay as they are. */
	#fromEnd(place: number): number {
		const {length} = this.#order;
		const {first, next} = this.#streamAt(length - 1 - place);
		return first + place - (length - next);
	}

	#fromStart(index: number): number {
		const {first, next} = this.#streamAt(index);
		return this.#order.length - next + index - first;
	}

	#streamAt(index: number): Run {
		if (index < this.#run.first || index >= this.#run.next) {
			const stream = this.#at(index)?.stream;
			let first = index;
			while (first > 0 && this.#at(first - 1)?.stream === stream) {
				first--;
			}

			let next = index + 1;
			while (next < this.#order.length && this.#at(next)?.stream === stream) {
				next++;
			}

			this.#run = {first, next};
		}

		return this.#run;
	}
}

/** From where to before where the groups stand that have one stream's name. */
type Run = {readonly first: number; readonly next: number};

/** Indexes of groups in the order of their names. */
export function indexesByName(places: Uint32Array): Uint32Array {
	let last = 0;
	for (let index = 0; index < places.length; index++) {
		last = Math.max(last, places[index] ?? 0);
	}

	// Counted from 1: 0 is where no group has the place.
	const counted = new Uint32Array(last + 1);
	for (let index = 0; index < places.length; index++) {
		counted[places[index] ?? 0] = index + 1;
	}

	let count = 0;
	for (let place = 0; place <= last; place++) {
		const index = counted[place] ?? 0;
		if (index > 0) {
			counted[count++] = index - 1;
		}
	}

	return counted.subarray(0, count);
}
