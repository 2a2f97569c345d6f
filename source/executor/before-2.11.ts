import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move} from '../domain/move.ts';
import {chooseUndirected} from '../domain/plan/before-2.11.ts';
import type {PlanOptions} from '../domain/plan/plan-options.ts';
import type {Plan} from '../domain/plan/plan.ts';
import {supports} from '../domain/server-version.ts';
import type {PlanRequest} from './run.ts';

/*
 * Servers before 2.11 refuse a preferred leader: the group chooses the next one. And they carry out one step-down after
 * the other.
 */

/** Whether the request names the server to elect: one is wanted, and the leader's version supports it. */
export function isDirected({servers}: ClusterPicture, {from, to}: Move): boolean {
	return to !== undefined && supports(servers.get(from)?.version ?? '', 'directedStepDown');
}

/** How many step-downs are worth having in flight at a move's leader. */
export function limitAt({servers}: ClusterPicture, {from}: Move, limitPerServer: number): number {
	return supports(servers.get(from)?.version ?? '', 'parallelStepDowns')
		? limitPerServer
		: Math.min(limitPerServer, serialInFlight);
}

/** One that is carried out and one that waits for it. */
const serialInFlight = 2;

/** With this many step-downs in flight there is no need to plan the next ones. */
export function askAtInFlight({moves}: Plan): number {
	return moves.some(isUndirected) ? mostInFlight : 0;
}

const mostInFlight = 16;

/**
 * What to send of a plan. A directed one goes as a whole. Undirected step-downs go in batches, smaller near the goal, and
 * their outcome is planned with before the next ones; directed moves then make up for them.
 */
export function batchOf(
	plan: Plan,
	picture: ClusterPicture,
	options: PlanOptions,
	{inFlight, tries, maxTries}: Pick<PlanRequest, 'inFlight' | 'tries'> & {maxTries: number},
): readonly Move[] {
	if (!plan.moves.some(isUndirected)) {
		return plan.moves;
	}

	const count = Math.max(leastInFlight, Math.ceil(plan.stepDowns / 8)) - inFlight.size;
	if (count <= 0) {
		return [];
	}

	const chosen = chooseUndirected(picture, options, {count, tries, maxTries});
	return chosen.length > 0 || inFlight.size > 0
		? chosen
		: plan.moves.filter(move => !isUndirected(move));
}

const leastInFlight = 2;

function isUndirected({to}: Move): boolean {
	return to === undefined;
}
