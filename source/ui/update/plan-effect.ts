import {currentStep} from '../../domain/upgrade/checklist.ts';
import type {Scene} from '../rows/scene.ts';
import type {Offer} from '../../domain/plan/offer.ts';

/**
 * What a yes to a plan brings about.
 * - `run`: its step-downs
 * - `keep-empty`: no step-down; the server, which leads nothing that could move, is given no leaders from then on
 * - `nothing`: there is nothing to do
 */
export type PlanEffect = 'run' | 'keep-empty' | 'nothing';

/** @param keptEmpty the servers that are kept empty already */
export function planEffect({plan, drain}: Offer, keptEmpty: ReadonlySet<string>): PlanEffect {
	if (plan.stepDowns > 0) {
		return 'run';
	}

	const share = plan.before.shares.find(({server}) => server.name === drain);
	return share &&
		share.streamLeaders + share.consumerLeaders === 0 &&
		!keptEmpty.has(share.server.name)
		? 'keep-empty'
		: 'nothing';
}

/**
 * Whether a server that is kept empty is to get leaders again, rather than that its drain goes on. One that is back from
 * its restart is, also where its drain was never finished.
 */
export function isToUndrain(
	server: string,
	{drained, servers, checklists}: Pick<Scene, 'drained' | 'servers' | 'checklists'>,
): boolean {
	const checklist = checklists.get(server);
	const isBack = checklist !== undefined && currentStep(checklist) === 'undrained';
	const isUnfinished = servers.some(({id, drain}) => id === server && drain === 'unfinished');
	return drained.has(server) && (isBack || !isUnfinished);
}
