import type {ElectionCause} from '../domain/election-cause.ts';
import type {ElectionMinute} from './cluster-view.ts';
import {electionsOf} from './election-record.ts';

const minuteMs = 60_000;

/** Elections of these causes in each of the last minutes, the present one last; none is 0. */
export function electionsPerMinute(
	minutes: readonly ElectionMinute[],
	isWanted: (cause: ElectionCause) => boolean,
	now: number,
	count: number,
): readonly number[] {
	const first = now - (now % minuteMs) - (count - 1) * minuteMs;
	const samples = Array.from({length: count}, () => 0);
	for (const {at, totals} of minutes) {
		const index = (at - first) / minuteMs;
		if (index >= 0 && index < count) {
			samples[index] = electionsOf(totals, isWanted);
		}
	}

	return samples;
}
