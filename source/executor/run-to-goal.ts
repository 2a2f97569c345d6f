import type {Claim, ClaimRefusal} from '../cluster.ts';
import type {Distribution} from '../domain/distribution.ts';
import type {Move} from '../domain/move.ts';
import type {Plan} from '../domain/plan/plan.ts';
import {askAtInFlight, batchOf} from './before-2.11.ts';
import {goalPlanner, planPicture, type PlannerOptions} from './goal-planner.ts';
import {limitsOf} from './limits.ts';
import {refusalReasons, type RefusalReason} from './refusals.ts';
import {runMoves} from './run-moves.ts';
import type {PlanRequest, Run, RunOptions, RunSummary} from './run.ts';

/** A run that goes on planning until its goal is reached. */
export type GoalRun = Pick<Run, 'stop'> & {
	/** The plan that it starts with. */
	readonly plan: Plan;
	/** Reasons not to start: it did so only if it was forced to. */
	readonly refusals: readonly RefusalReason[];
	readonly done: Promise<GoalSummary>;
};

export type GoalOptions = PlannerOptions &
	Omit<RunOptions, 'moves' | 'goal' | 'clusterName' | 'shortfall'> & {
		/** Moves that it takes up at most, however far it gets with them. */
		readonly maxMoves?: number;
		/** Starts on an incomplete view, too. */
		readonly force?: boolean;
		/** Sends nothing and asks for no claim: only reports whether the goal is reached. */
		readonly reportOnly?: boolean;
	};

export type GoalSummary = RunSummary & {
	readonly before: Distribution;
	readonly after: Distribution;
	/** Groups that stay on a server which should lead less, by reason. */
	readonly stays: Plan['stays'];
};

/** What makes one goal different from another. */
export type Goal = {
	readonly name: 'balanced' | 'drained';
	/** Called when a plan is empty: waits for what may help. Resolves with whether to plan again. */
	readonly mayRetry?: (plan: Plan, request: PlanRequest, attempt: number) => Promise<boolean>;
	/** Why the goal is not reached when no moves are left to try; undefined when it is. */
	readonly shortfall: (plan: Plan) => string | undefined;
};

/** Carries out a plan, plans again on what came of it until there is nothing left to do, and compares before and after. */
export async function runToGoal(options: GoalOptions, goal: Goal): Promise<GoalRun> {
	const {cluster, force = false, reportOnly = false, maxMoves = Infinity} = options;
	const earlierTries = sumOf(options.tries);
	const {triesPerGroup: maxTries} = limitsOf(options.limits);
	const planner = goalPlanner(options);
	const plan = await planner.present();
	const refusals = reasonsToRefuse();
	const refused = refusals.length > 0 && !force;
	const run = runMoves({
		...options,
		moves: {
			type: 'plan',
			plan: nextMoves,
			askAtInFlight: askAtInFlight(plan),
			expected: Math.min(plan.expectedRequests, maxMoves),
		},
		goal: goal.name,
		clusterName: options.plan.cluster,
		shortfall: async () => goal.shortfall(await planner.present()),
		claim: refused ? async () => refusedFor(refusals.map(({line}) => line)) : claimAndCheck,
	});

	return {plan, refusals, done: compare(), stop: run.stop};

	function reasonsToRefuse(): readonly RefusalReason[] {
		return refusalReasons(planner.picture(), options.plan.cluster, options.plan.drain);
	}

	/**
	 * Others have time to object to a claim, and in that time a server may stop responding, a group lose its leader, or a
	 * connection for acting turn out to be of no use.
	 */
	async function claimAndCheck(signal: AbortSignal): Promise<Claim | ClaimRefusal | undefined> {
		const claim = reportOnly ? undefined : await options.claim?.(signal);
		if (claim?.type === 'refused') {
			return claim;
		}

		const reasons = [
			...(force ? [] : reasonsToRefuse().map(({line}) => line)),
			...(reportOnly ? [] : lockedAccounts()),
		];
		if (reasons.length === 0) {
			return claim;
		}

		await claim?.release();
		return refusedFor(reasons);
	}

	/** The first account that keeps the plan from being carried out as it was made, in a line. */
	function lockedAccounts(): readonly string[] {
		const {groups} = planner.picture();
		for (const move of plan.moves) {
			const group = groups.get(move.group);
			const permission = group && cluster.permission(group);
			if (permission?.type === 'locked') {
				return [`${group?.account} is locked: ${permission.missing}`];
			}
		}

		return [];
	}

	async function nextMoves(request: PlanRequest): Promise<readonly Move[]> {
		const left = maxMoves - (sumOf(request.tries) - earlierTries);
		if (reportOnly || left <= 0) {
			return [];
		}

		for (let attempt = 0; ; attempt++) {
			const picture = planner.picture();
			const known = planPicture(picture, request, options.plan.drain);
			const next = await (known === picture ? planner.present() : planner.planOn(known));
			if (next.moves.length > 0) {
				return batchOf(next, known, planner.options(), {...request, maxTries}).slice(0, left);
			}

			const isOver = request.inFlight.size > 0 || request.signal.aborted;
			if (isOver || !(await goal.mayRetry?.(next, request, attempt))) {
				return [];
			}
		}
	}

	async function compare(): Promise<GoalSummary> {
		const summary = await run.done;
		const {before: after, stays} = await planner.present();
		return {...summary, before: plan.before, after, stays};
	}
}

function sumOf(tries: PlanRequest['tries'] = new Map()): number {
	return [...tries.values()].reduce((sum, count) => sum + count, 0);
}

function refusedFor(reasons: readonly string[]): ClaimRefusal {
	return {type: 'refused', reason: reasons.join('; ')};
}
