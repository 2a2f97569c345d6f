import type {Cluster} from '../cluster.ts';
import {sleep} from '../time/sleep.ts';

/** Long enough that slow groups are told from idle ones, in ms. */
const measuredMs = 3000;

/** Has the rates of all groups known: they take a second look at the counters, some time after the first. */
export async function measureRates(
	cluster: Pick<Cluster, 'refresh'>,
	signal: AbortSignal,
): Promise<void> {
	await sleep(measuredMs, signal);
	if (!signal.aborted) {
		await cluster.refresh(signal);
	}
}
