import type {PlanOptions} from '../domain/plan/plan-options.ts';
import type {Plan} from '../domain/plan/plan.ts';
import {stayReasonText} from '../domain/plan/read-cluster.ts';
import {systemClock} from '../time/clock.ts';
import {sleep} from '../time/sleep.ts';
import {runToGoal, type GoalOptions, type GoalRun} from './run-to-goal.ts';

/**
 * Makes one cluster as even as its replica sets allow, and plans again on whatever goes otherwise on the way.
 * Where the next leader cannot be chosen (servers before 2.11), few step-downs are sent at a time.
 */
export async function runBalance(options: GoalOptions): Promise<GoalRun> {
	return runToGoal(options, {name: 'balanced', shortfall: balanceShortfall});
}

/**
 * Why a cluster is not as even as it can get, as a plan for the rest of the way shows; undefined when it is.
 * Where the next leader cannot be chosen, even in total is even: to trade a stream's leader for a consumer's would be luck.
 */
export function balanceShortfall({
	moves,
	loads,
}: Pick<Plan, 'moves' | 'loads'>): string | undefined {
	if (moves.length === 0) {
		return undefined;
	}

	const isUndirected = moves.every(({to}) => to === undefined);
	const before = sorted(loads.map(load => load.before));
	const after = sorted(loads.map(load => load.after));
	return isUndirected && before.join() === after.join()
		? undefined
		: `${moves.length} step-downs left${isUndirected ? ', but the next leader cannot be chosen' : ''}`;
}

function sorted(loads: readonly number[]): readonly number[] {
	return loads.toSorted((a, b) => a - b);
}

export type DrainOptions = Omit<GoalOptions, 'plan'> & {
	readonly plan: Omit<PlanOptions, 'drain'>;
	/** Name of the server to move all leaders off. */
	readonly server: string;
};

/** How long to wait for followers that are behind, again and again. */
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
		{
			name: 'drained',
			shortfall: plan => drainShortfall(plan, server),
			async mayRetry({stays}, {resting, signal}, attempt) {
				const waitMs = attempt === 0 ? 0 : catchUpMs[attempt - 1];
				const mayCatchUp = attempt === 0 || stays.has('followers-behind');
				if (resting.size > 0 || waitMs === undefined || !mayCatchUp) {
					return false;
				}

				await sleep(waitMs, signal, clock);
				await cluster.refresh(signal);
				return !signal.aborted;
			},
		},
	);
}

function drainShortfall({before, stays}: Plan, server: string): string | undefined {
	const share = before.shares.find(share => share.server.name === server);
	const left = share ? share.streamLeaders + share.consumerLeaders : 0;
	if (left === 0) {
		return undefined;
	}

	const reasons = [...stays]
		.filter(([reason]) => reason !== 'one-replica')
		.map(([reason, groups]) => `${groups.length} (${stayReasonText[reason]})`);
	const line = `${left} leaders stay on ${server}`;
	return reasons.length > 0 ? `${line}: ${reasons.join(', ')}` : line;
}
