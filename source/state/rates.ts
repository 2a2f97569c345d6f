import type {ServerStats, ServerTraffic} from '../domain/server.ts';

/** What a counter showed, and when it was asked (epoch in ms). */
export type Reading = {readonly at: number; readonly count: number};

/** A rate, and the reading from which the next one is measured. */
export type MeasuredRate = {
	readonly reading: Reading | undefined;
	readonly perSecond: number | undefined;
};

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
		return {reading: undefined, perSecond: undefined};
	}

	const {reading} = previous;
	if (reading && at < reading.at) {
		return previous;
	}

	if (!reading || count < reading.count) {
		return {reading: {at, count}, perSecond: undefined};
	}

	const elapsedMs = at - reading.at;
	return elapsedMs < shortestMs
		? previous
		: {
				reading: {at, count},
				perSecond: steadied(previous.perSecond, ((count - reading.count) * 1000) / elapsedMs),
			};
}

/** A rate near the one before moves it by a quarter of the way: most of such a difference is the network's jitter. */
function steadied(before: number | undefined, measured: number): number {
	const isNear = before !== undefined && Math.abs(measured - before) < before / 4;
	return isNear ? before + (measured - before) / 4 : measured;
}

/** By counter: the readings from which the next rates are measured. */
export type TrafficReadings = Readonly<Record<keyof ServerTraffic, Reading | undefined>>;

type MeasuredTraffic = {
	readonly readings: TrafficReadings | undefined;
	readonly traffic: ServerTraffic | undefined;
};

/** What goes in and out a second, after one more look at the counters; undefined as long as a rate of one is not known. */
export function measureTraffic(
	{readings, traffic}: MeasuredTraffic,
	stats: ServerStats | undefined,
	at: number,
): MeasuredTraffic {
	const rates = byCounter(counter =>
		measureRate(
			{reading: readings?.[counter], perSecond: traffic?.[counter]},
			stats?.[counter],
			at,
		),
	);
	return {
		readings: stats && byCounter(counter => rates[counter].reading),
		traffic: Object.values(rates).every(({perSecond}) => perSecond !== undefined)
			? byCounter(counter => rates[counter].perSecond ?? 0)
			: undefined,
	};
}

function byCounter<Value>(
	valueOf: (counter: keyof ServerTraffic) => Value,
): Record<keyof ServerTraffic, Value> {
	return {
		messagesIn: valueOf('messagesIn'),
		messagesOut: valueOf('messagesOut'),
		bytesIn: valueOf('bytesIn'),
		bytesOut: valueOf('bytesOut'),
	};
}
