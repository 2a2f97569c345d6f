import type {PlanOptions} from '../domain/plan/plan-options.ts';
import type {Plan} from '../domain/plan/plan.ts';
import {stayReasonText} from '../domain/plan/stay-reason.ts';
import {systemClock} from './clock.ts';
import {pause} from './pause.ts';
import type {PlanRequest} from './run.ts';
import {runToGoal, type GoalOptions, type GoalRun} from './run-to-goal.ts';

export type DrainOptions = Omit<GoalOptions, 'plan'> & {
	readonly plan: Omit<PlanOptions, 'drain'>;
	/** Name of the server that all leaders shall leave. */
	readonly server: string;
};

/** How long followers that are behind are waited for, again and again. */
const catchUpMs = [1000, 2000, 4000, 8000, 15_000];

/**
 * Moves every replicated leader off one server and gives it none while it lasts. Leaders of other servers stay.
 * It is over when a fresh look at the cluster shows no leader there; followers that lag are waited for.
 */
export async function runDrain({server, ...options}: DrainOptions): Promise<GoalRun> {
	const {cluster, clock = systemClock} = options;
	const scope = {...options.plan.scope, leaders: [server]};
	return runToGoal(
		{...options, plan: {...options.plan, drain: [server], scope}},
		{name: 'drained', isWorthAnother, shortfall: plan => whyNotEmpty(plan, server)},
	);

	async function isWorthAnother(
		plan: Plan,
		{resting, signal}: PlanRequest,
		attempt: number,
	): Promise<boolean> {
		const waitMs = attempt === 0 ? 0 : catchUpMs[attempt - 1];
		const mayCatchUp = attempt === 0 || plan.stays.has('followers-behind');
		if (resting.size > 0 || waitMs === undefined || !mayCatchUp) {
			return false;
		}

		await pause(clock, waitMs, signal);
		await cluster.refresh(signal);
		return !signal.aborted;
	}
}

function whyNotEmpty({before, stays}: Plan, server: string): string | undefined {
	const share = before.shares.find(share => share.server.name === server);
	const left = share ? share.streamLeaders + share.consumerLeaders : 0;
	if (left === 0) {
		return undefined;
	}

	const reasons = [...stays]
		.filter(([reason]) => reason !== 'one-replica')
		.map(([reason, groups]) => `${groups.length} (${stayReasonText[reason]})`);
	return [
		`${left} leaders stay on ${server}`,
		...(reasons.length > 0 ? [reasons.join(', ')] : []),
	].join(': ');
}
