import {planInSteps} from '../domain/plan/plan-balance.ts';
import {inTurns} from '../executor/take-turns.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {lockedLine} from '../domain/plan/offer.ts';
import type {Reach} from './permitted-scope.ts';

/** Why a cluster that is as even as we can make it could be more even, in one line; undefined where nothing locked keeps it from that. */
export async function beyondReach(
	view: ClusterView,
	{wanted, locked}: Pick<Reach, 'wanted' | 'locked'>,
): Promise<string | undefined> {
	if (locked.length === 0) {
		return undefined;
	}

	const {stepDowns} = await inTurns(planInSteps(view, wanted));
	return stepDowns === 0
		? undefined
		: `${stepDowns} step-downs would need groups that are locked: ${locked.map(lockedLine).join('; ')}`;
}
