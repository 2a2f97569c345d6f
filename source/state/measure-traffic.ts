import type {ServerStats, ServerTraffic} from '../domain/server.ts';
import {measureRate, type MeasuredRate, type Reading} from './measure-rate.ts';

/** The readings of the four counters from which the next rates are measured. */
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
	if (!stats) {
		return {readings: undefined, traffic: undefined};
	}

	const measure = (counter: keyof ServerTraffic): MeasuredRate =>
		measureRate({reading: readings?.[counter], perSecond: traffic?.[counter]}, stats[counter], at);
	const messagesIn = measure('messagesIn');
	const messagesOut = measure('messagesOut');
	const bytesIn = measure('bytesIn');
	const bytesOut = measure('bytesOut');
	return {
		readings: {
			messagesIn: messagesIn.reading,
			messagesOut: messagesOut.reading,
			bytesIn: bytesIn.reading,
			bytesOut: bytesOut.reading,
		},
		traffic: wholeTraffic({
			messagesIn: messagesIn.perSecond,
			messagesOut: messagesOut.perSecond,
			bytesIn: bytesIn.perSecond,
			bytesOut: bytesOut.perSecond,
		}),
	};
}

function wholeTraffic({
	messagesIn,
	messagesOut,
	bytesIn,
	bytesOut,
}: Readonly<Record<keyof ServerTraffic, number | undefined>>): ServerTraffic | undefined {
	return messagesIn === undefined ||
		messagesOut === undefined ||
		bytesIn === undefined ||
		bytesOut === undefined
		? undefined
		: {messagesIn, messagesOut, bytesIn, bytesOut};
}
