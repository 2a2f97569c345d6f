import type {Placement} from './placements-of.ts';

/** How good a placement is: compared element by element, smaller is better. */
export type Score = readonly number[];

export type Judge = (loads: readonly number[]) => Score;

/** The best score that any placement has, and the fewest step-downs to one that has it. */
export type Best = {readonly score: Score; readonly stepDowns: number};

/** Tries every placement of the groups; `leaders` plays no part. */
export function exhaustiveSearch(
	{servers, groups, fixed}: Omit<Placement, 'leaders'>,
	judge: Judge,
): Best {
	const loads = [...fixed];
	let best: Best | undefined;
	tryFrom(0, 0);
	return best ?? {score: judge(loads), stepDowns: 0};

	function tryFrom(index: number, stepDowns: number): void {
		const entry = groups[index];
		if (!entry) {
			const score = judge(loads);
			const order = best ? compare(score, best.score) : -1;
			if (!best || order < 0 || (order === 0 && stepDowns < best.stepDowns)) {
				best = {score, stepDowns};
			}

			return;
		}

		for (const server of entry.legal) {
			const number = servers.indexOf(server);
			loads[number] = (loads[number] ?? 0) + entry.weight;
			tryFrom(index + 1, stepDowns + (server === entry.home ? 0 : 1));
			loads[number] = (loads[number] ?? 0) - entry.weight;
		}
	}
}

/** The loads, highest first. */
export function decreasing(loads: readonly number[]): Score {
	return [...loads].sort((a, b) => b - a);
}

function compare(a: Score, b: Score): number {
	for (const [index, value] of a.entries()) {
		const difference = value - (b[index] ?? 0);
		if (difference !== 0) {
			return difference;
		}
	}

	return 0;
}
