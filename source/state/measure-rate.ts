/** What a counter showed, and when it was asked (epoch in ms). */
export type Reading = {readonly at: number; readonly count: number};

/** A rate, and the reading from which the next one is measured. */
export type MeasuredRate = {
	readonly reading: Reading | undefined;
	readonly perSecond: number | undefined;
};

export const unmeasured: MeasuredRate = {reading: undefined, perSecond: undefined};

/** Readings closer than this say more about the network's jitter than about the rate. */
const shortestMs = 500;

/**
 * The rate after one more reading of a counter. It is undefined before the second reading and after the counter
 * was reset or lost; readings that come too close (or late) leave it as it was.
 */
export function measureRate(
	previous: MeasuredRate,
	count: number | undefined,
	at: number,
): MeasuredRate {
	if (count === undefined) {
		return unmeasured;
	}

	const {reading} = previous;
	if (reading === undefined) {
		return {reading: {at, count}, perSecond: undefined};
	}

	const elapsedMs = at - reading.at;
	if (elapsedMs < 0) {
		return previous;
	}

	if (count < reading.count) {
		return {reading: {at, count}, perSecond: undefined};
	}

	if (elapsedMs < shortestMs) {
		return previous;
	}

	return {reading: {at, count}, perSecond: ((count - reading.count) * 1000) / elapsedMs};
}
