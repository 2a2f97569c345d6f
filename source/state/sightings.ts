import type {Reading} from './measure-rate.ts';

/** What an entry of the ledger rests on. */
export type Sighting = {
	/**
	 * As of when this leader (or the lack of one) is known, epoch in ms: when the report that says so was asked for,
	 * or when the event arrived. Word that is older than this changes nothing.
	 */
	readonly knownAt: number;
	/** The reading of the message counter from which the next rate is measured. */
	readonly reading: Reading | undefined;
	/** Who led before nobody did. */
	readonly lastLeader: string | undefined;
	/** It appeared after everything had been looked at, and nobody has led it yet: it is new. */
	readonly isNew?: boolean;
};

/** Sightings by slot. Their numbers lie side by side: objects for a hundred thousand of them take six times the room. */
export class Sightings {
	#knownAt = new Float64Array(0);
	/** NaN where there is no reading. */
	#readAt = new Float64Array(0);
	#counts = new Float64Array(0);
	readonly #lastLeaders = new Map<number, string>();
	readonly #new = new Set<number>();

	at(slot: number): Sighting {
		const readAt = this.#readAt[slot] ?? NaN;
		return {
			knownAt: this.#knownAt[slot] ?? 0,
			reading: Number.isNaN(readAt) ? undefined : {at: readAt, count: this.#counts[slot] ?? 0},
			lastLeader: this.#lastLeaders.get(slot),
			isNew: this.#new.has(slot),
		};
	}

	set(slot: number, {knownAt, reading, lastLeader, isNew = false}: Sighting): void {
		if (slot >= this.#knownAt.length) {
			this.#grow(Math.max(1024, slot * 2));
		}

		this.#knownAt[slot] = knownAt;
		this.#readAt[slot] = reading?.at ?? NaN;
		this.#counts[slot] = reading?.count ?? 0;
		this.delete(slot);
		if (lastLeader !== undefined) {
			this.#lastLeaders.set(slot, lastLeader);
		}

		if (isNew) {
			this.#new.add(slot);
		}
	}

	/** The slot may be another group's from now on. */
	delete(slot: number): void {
		this.#lastLeaders.delete(slot);
		this.#new.delete(slot);
	}

	/** Entries that do not lie side by side. */
	get size(): number {
		return this.#lastLeaders.size + this.#new.size;
	}

	#grow(slots: number): void {
		this.#knownAt = grown(this.#knownAt, slots);
		this.#readAt = grown(this.#readAt, slots);
		this.#counts = grown(this.#counts, slots);
	}
}

function grown(numbers: Float64Array, length: number): Float64Array<ArrayBuffer> {
	const more = new Float64Array(length);
	more.set(numbers);
	return more;
}
