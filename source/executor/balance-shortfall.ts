import type {Plan} from '../domain/plan/plan.ts';

/**
 * Why a cluster is not as even as it can get, as a plan for the rest of the way shows; undefined when it is.
 * Where who follows cannot be chosen, even in total is even: to trade a stream's leader for a consumer's would be a matter of luck.
 */
export function balanceShortfall({
	moves,
	loads,
}: Pick<Plan, 'moves' | 'loads'>): string | undefined {
	if (moves.length === 0) {
		return undefined;
	}

	const isUndirected = moves.every(({to}) => to === undefined);
	const [before, after] = [loads.map(load => load.before), loads.map(load => load.after)];
	return isUndirected && sorted(before).join() === sorted(after).join()
		? undefined
		: `${moves.length} more step-downs would be needed${isUndirected ? ', but who follows cannot be chosen' : ''}`;
}

function sorted(loads: readonly number[]): readonly number[] {
	return loads.toSorted((a, b) => a - b);
}
