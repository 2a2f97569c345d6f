import {finish, type Steps} from '../domain/steps.ts';
import {SlotSet} from './slot-set.ts';
import {mergeInSteps, sortInSteps} from './sort-in-steps.ts';

/** The place of an empty slot. */
export const nowhere = 0xff_ff_ff_ff;

/**
 * Slots in the order of the names in them. What came and went since the last time is sorted in when the order is asked
 * for, so that a hundred thousand of them are put in order once, and in steps where there is time for it.
 */
export class NameOrder {
	readonly #compare: (a: number, b: number) => number;
	#order: Uint32Array = new Uint32Array(0);
	/** By slot. */
	#places: Uint32Array = new Uint32Array(0);
	readonly #added = new SlotSet();
	/** Slots whose names are gone, and which the order still has. */
	readonly #gone = new Set<number>();
	readonly #vacant: number[] = [];
	#arranging: Steps<void> | undefined;

	/** @param compare the names in two slots. A name stays in its slot until `vacant` hands it out again. */
	constructor(compare: (a: number, b: number) => number) {
		this.#compare = compare;
	}

	add(slot: number): void {
		this.#added.add(slot);
	}

	delete(slot: number): void {
		if (this.#added.delete(slot)) {
			this.#vacant.push(slot);
		} else {
			this.#gone.add(slot);
		}
	}

	/** A slot that was deleted and stands nowhere in the order any more. */
	vacant(): number | undefined {
		return this.#vacant.pop();
	}

	/** Whether nothing has to be sorted in before places are known. */
	get isKnown(): boolean {
		return !this.#arranging && this.#added.size === 0;
	}

	/** Where the name in each slot stands: a number that is greater for a later name; `nowhere` in empty slots. */
	places(): Uint32Array {
		finish(this.inSteps());
		return this.#places;
	}

	/** Sorts in, in steps, what the order lacks. Whoever else asks meanwhile carries on where this is. */
	*inSteps(): Steps<void> {
		while (this.#arranging || this.#added.size > 0 || this.#gone.size > 0) {
			this.#arranging ??= this.#arrange();
			if (this.#arranging.next().done) {
				this.#arranging = undefined;
			} else {
				yield;
			}
		}
	}

	*#arrange(): Steps<void> {
		const sorted = yield* sortInSteps(this.#added.take(), this.#compare);
		const merged = new Uint32Array(this.#order.length + sorted.length);
		yield* mergeInSteps(this.#order, sorted, this.#compare, merged);
		this.#order = this.#without(merged);
		for (const slot of this.#gone) {
			this.#vacant.push(slot);
		}

		this.#gone.clear();
		this.#places = placesIn(this.#order);
	}

	#without(slots: Uint32Array): Uint32Array {
		return this.#gone.size === 0 ? slots : slots.filter(slot => !this.#gone.has(slot));
	}
}

function placesIn(order: Uint32Array): Uint32Array {
	let slots = 0;
	for (const slot of order) {
		slots = Math.max(slots, slot + 1);
	}

	const places = new Uint32Array(slots).fill(nowhere);
	for (let place = 0; place < order.length; place++) {
		places[order[place] ?? 0] = place;
	}

	return places;
}
