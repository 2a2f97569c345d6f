import type {RaftGroup} from '../domain/raft-group.ts';
import type {NamedGroups} from './named-groups.ts';
import {indexesBetween} from './indexes-between.ts';

/** Groups of which any part can be had in order without all of them being put in order: by rank, and by name within one rank. */
export class RankedGroups {
	readonly #named: NamedGroups;
	readonly #ranks: Float64Array;

	/** @param ranks of the groups */
	constructor(named: NamedGroups, ranks: Float64Array) {
		this.#named = named;
		this.#ranks = ranks;
	}

	/** The groups that stand from `from` to before `to`. */
	between(from: number, to: number): RaftGroup[] {
		const {groups, places} = this.#named;
		return indexesBetween(this.#ranks, places, from, to)
			.map(index => groups[index])
			.filter(group => group !== undefined);
	}

	/** Where a group of these stands, from 0. */
	placeOf(wanted: RaftGroup): number {
		const {groups, places} = this.#named;
		const at = groups.indexOf(wanted);
		const rank = this.#ranks[at] ?? 0;
		const place = places[at] ?? 0;
		let before = 0;
		for (let index = 0; index < places.length; index++) {
			const other = this.#ranks[index] ?? 0;
			before += other < rank || (other === rank && (places[index] ?? 0) < place) ? 1 : 0;
		}

		return before;
	}
}
