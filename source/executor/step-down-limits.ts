import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move} from '../domain/move.ts';
import {supports} from '../domain/server-version.ts';

/** Whether the leader's server is told whom to elect: somebody is wanted, and it understands that. */
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
