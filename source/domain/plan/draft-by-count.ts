import type {Steps} from '../steps.ts';
import {bandOf, levelOf} from './best-placement.ts';
import type {Draft} from './draft.ts';
import {loadsOf, placedToday} from './loads-of.ts';
import {countedBy, movedBy, type PlanOptions} from './plan-options.ts';
import type {ClusterReading} from './read-cluster.ts';
import {settle} from './settle.ts';
import {transfersOf} from './transfers-of.ts';

/** Evens out the number of leaders: the best loads with the fewest step-downs. */
export function* draftByCount(reading: ClusterReading, options: PlanOptions): Steps<Draft> {
	const {goal, placed, best} = yield* settle(reading, options);
	yield;
	const counts = countedBy(goal);
	const before = loadsOf(reading, placedToday(reading), counts);
	const level = levelOf(reading, before, {counts, moves: movedBy(goal)});
	yield;
	const transfers = yield* transfersOf(reading, placed);
	return {
		goal,
		transfers,
		weightOf: () => 1,
		before: Float64Array.from(before),
		after: Float64Array.from(loadsOf(reading, placed, counts)),
		limit: Math.max(Math.ceil(level), bandOf(level, options.tolerance ?? 0).high),
		best,
	};
}
