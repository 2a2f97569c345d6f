import type {GroupTotals} from '../decode/jetstream-summary.ts';

/** What is known may change all the time: a comparison is put off for that so often in a row at most. */
const longestPutOff = 5;

/**
 * Compares totals that are cheap to ask for with those that are known, and says when something must have been missed: a
 * created or deleted group without advisory (one-replica groups have none), or a lost message.
 */
export class TotalsWatch {
	readonly #restMs: number;
	#putOff = 0;
	/** The difference last reported: one that remains after reading everything is not reported again. */
	#reported: string | undefined;

	/**
	 * @param restMs how long what is known must not have changed: who steps down counts one less at once, and who follows
	 * announces it only when elected
	 */
	constructor(restMs: number) {
		this.#restMs = restMs;
	}

	/**
	 * Whether totals that were asked for at `askedAt` call for reading everything again.
	 * @param changedAt when what is known last changed; both epoch in ms
	 */
	disagrees(
		reported: GroupTotals,
		known: GroupTotals,
		{askedAt, changedAt}: {readonly askedAt: number; readonly changedAt: number},
	): boolean {
		const streams = reported.streams - known.streams;
		const consumers = reported.consumers - known.consumers;
		if (streams === 0 && consumers === 0) {
			this.#putOff = 0;
			this.#reported = undefined;
			return false;
		}

		if (changedAt + this.#restMs > askedAt && this.#putOff < longestPutOff) {
			this.#putOff++;
			return false;
		}

		this.#putOff = 0;
		const difference = `${streams} ${consumers}`;
		const isNew = difference !== this.#reported;
		this.#reported = difference;
		return isNew;
	}
}
