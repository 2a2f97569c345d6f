import type {GroupTotals} from '../decode/jetstream-summary.ts';
import type {KnownGroups} from './known-groups.ts';

/** How long no group must have come or gone before the totals are held against what is known, in ms. */
const restMs = 1000;

/** Holds the account's totals against what is known, and tells when a creation or a deletion must have been missed. */
export class TotalsWatch {
	readonly #known: KnownGroups;
	/** The difference that a listing was asked for. One that it could not settle will not be settled by another. */
	#reported = '';

	constructor(known: KnownGroups) {
		this.#known = known;
	}

	/** Whether the totals, asked for at `askedAt` (epoch in ms), call for a listing. */
	disagrees(totals: GroupTotals, askedAt: number): boolean {
		const difference = this.#difference(totals);
		if (difference === '') {
			this.#reported = '';
			return false;
		}

		if (difference === this.#reported || this.#known.changedAt + restMs > askedAt) {
			return false;
		}

		this.#reported = difference;
		return true;
	}

	#difference(told: GroupTotals): string {
		const known = this.#known.totals;
		const streams = told.streams - known.streams;
		const consumers = told.consumers - known.consumers;
		return streams === 0 && consumers === 0 ? '' : `${streams} ${consumers}`;
	}
}
