import type {ClusterView} from '../../state/cluster-view.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import type {Expected} from '../question.ts';
import type {PlannedMove} from '../question.ts';

/**
 * Leaders of the servers that win or lose some, after all moves.
 * A group that chooses its leader itself may be won by any of its candidates: most is if it wins them all, least if none;
 * where there is only one candidate, it is sure.
 */
export function expectedLeaders(
	moves: readonly PlannedMove[],
	{view, rules}: {readonly view: Pick<ClusterView, 'counts'>; readonly rules: CountingRules},
): ReadonlyMap<string, Expected> {
	const expected = new Map<string, Expected>();
	const change = (server: string, least: number, most: number) => {
		const before = expected.get(server) ?? leadersNow(server, view, rules);
		expected.set(server, {least: before.least + least, most: before.most + most});
	};

	for (const {from, to, candidates} of moves) {
		change(from, -1, -1);
		const [only] = candidates;
		const sure = to ?? (candidates.length === 1 ? only : undefined);
		if (sure !== undefined) {
			change(sure, 1, 1);
			continue;
		}

		for (const candidate of candidates) {
			change(candidate, 0, 1);
		}
	}

	return expected;
}

function leadersNow(
	server: string,
	{counts}: Pick<ClusterView, 'counts'>,
	{countR1}: CountingRules,
): Expected {
	const {streams = 0, consumers = 0, r1 = 0} = counts.get(server) ?? {};
	const leaders = streams + consumers + (countR1 ? r1 : 0);
	return {least: leaders, most: leaders};
}
