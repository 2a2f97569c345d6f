import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Distribution} from '../domain/distribution.ts';
import type {Move} from '../domain/move.ts';
import {chooseUndirected} from '../domain/plan/choose-undirected.ts';
import type {PlanOptions} from '../domain/plan/plan-options.ts';
import type {Plan} from '../domain/plan/plan.ts';
import type {Claim, ClaimRefusal} from './claim.ts';
import {planPicture} from './plan-picture.ts';
import {planner} from './planner.ts';
import {refusalReasons, type RefusalReason} from './refusal-reasons.ts';
import type {RunSummary} from './run-event.ts';
import {limitsOf} from './run-limits.ts';
import {runMoves} from './run-moves.ts';
import type {PlanRequest, Run, RunOptions} from './run.ts';

/** Undirected step-downs that are on the way together at least. */
const fewest = 2;

/** With more of them in flight there is no need to think of the next. */
const plentyInFlight = 16;

/** A run that goes on planning until its goal is reached. */
export type GoalRun = Pick<Run, 'stop'> & {
	/** What it sets out with. */
	readonly plan: Plan;
	/** Reasons not to start: it did so only if it was forced to. */
	readonly refusals: readonly RefusalReason[];
	readonly done: Promise<GoalSummary>;
};

export type GoalOptions = Omit<RunOptions, 'moves' | 'goal' | 'clusterName' | 'shortfall'> & {
	/** `rest.now` is brought up to date with each plan. */
	readonly plan: PlanOptions;
	/** A plan with these options that somebody has said yes to: not made anew unless the cluster has changed since. */
	readonly confirmed?: Plan;
	/** Moves that it takes up at most, however far it gets with them. */
	readonly maxMoves?: number;
	/** Starts on an incomplete view, too. */
	readonly force?: boolean;
	/** Sends nothing and asks for no claim: only tells whether the goal is reached. */
	readonly onlyTells?: boolean;
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
	/** Called when a plan is empty. Resolves when that is the end, or when there was something worth waiting for. */
	readonly isWorthAnother: (plan: Plan, request: PlanRequest, attempt: number) => Promise<boolean>;
	/** Why the goal is not reached when no moves are left to try; undefined when it is. */
	readonly shortfall: (plan: Plan) => string | undefined;
};

/** Carries out a plan once it is made, plans again on what came of it until there is nothing left to do, and compares before and after. */
export async function runToGoal(options: GoalOptions, goal: Goal): Promise<GoalRun> {
	const {force = false, onlyTells = false, maxMoves = Infinity} = options;
	const earlierTries = sumOf(options.tries);
	const {triesPerGroup} = limitsOf(options.limits);
	const plans = planner(options);
	const plan = await plans.present();
	const refusals = reasonsToRefuse();
	const run = runMoves({
		...options,
		moves: {
			type: 'plan',
			plan: planMoves,
			askAtInFlight: plan.moves.some(isUndirected) ? plentyInFlight : 0,
			expected: Math.min(plan.expectedRequests, maxMoves),
		},
		goal: goal.name,
		clusterName: options.plan.cluster,
		shortfall: async () => goal.shortfall(await plans.present()),
		claim:
			refusals.length > 0 && !force
				? async () => refusedFor(refusals.map(({line}) => line))
				: claimFit,
	});

	return {plan, refusals, done: compare(), stop: run.stop};

	function reasonsToRefuse(): readonly RefusalReason[] {
		const {cluster, drain} = options.plan;
		return refusalReasons(plans.picture(), cluster, drain);
	}

	/**
	 * Others have time to object, and in that time a server may fall silent, a group lose its leader, or a connection for
	 * acting turn out to be no good.
	 */
	async function claimFit(signal: AbortSignal): Promise<Claim | ClaimRefusal | undefined> {
		const claim = onlyTells ? undefined : await options.claim?.(signal);
		const reasons = force ? [] : reasonsToRefuse().map(({line}) => line);
		const lock = onlyTells ? undefined : lockAhead();
		if (claim?.type === 'refused' || (reasons.length === 0 && lock === undefined)) {
			return claim;
		}

		await claim?.release();
		return refusedFor(lock === undefined ? reasons : [...reasons, lock]);
	}

	/** Why the plan cannot be carried out as it was made; undefined when it can. */
	function lockAhead(): string | undefined {
		const {groups} = plans.picture();
		for (const move of plan.moves) {
			const group = groups.get(move.group);
			const permission = group && options.cluster.permission(group);
			if (permission?.type === 'locked') {
				return `${group?.account} is locked: ${permission.missing}`;
			}
		}

		return undefined;
	}

	async function planMoves(request: PlanRequest): Promise<readonly Move[]> {
		const left = maxMoves - (sumOf(request.tries) - earlierTries);
		if (onlyTells || left <= 0) {
			return [];
		}

		for (let attempt = 0; ; attempt++) {
			const picture = plans.picture();
			const known = planPicture(picture, request, options.plan.drain);
			const next = await (known === picture ? plans.present() : plans.planOn(known));
			if (next.moves.length > 0) {
				return batchOf(next, known, request).slice(0, left);
			}

			const isOver = request.inFlight.size > 0 || request.signal.aborted;
			if (isOver || !(await goal.isWorthAnother(next, request, attempt))) {
				return [];
			}
		}
	}

	/**
	 * A directed plan is sent as a whole. What comes of undirected step-downs is looked at before the next ones:
	 * the nearer the goal, the fewer at a time; directed moves then make up for them.
	 */
	function batchOf(next: Plan, known: ClusterPicture, {inFlight, tries}: PlanRequest) {
		if (!next.moves.some(isUndirected)) {
			return next.moves;
		}

		const size = Math.max(fewest, Math.ceil(next.stepDowns / 8));
		if (inFlight.size >= size) {
			return [];
		}

		const round = {count: size - inFlight.size, tries, maxTries: triesPerGroup};
		const chosen = chooseUndirected(known, plans.options(), round);
		return chosen.length > 0 || inFlight.size > 0
			? chosen
			: next.moves.filter(move => !isUndirected(move));
	}

	async function compare(): Promise<GoalSummary> {
		const summary = await run.done;
		const {before: after, stays} = await plans.present();
		return {...summary, before: plan.before, after, stays};
	}
}

function sumOf(tries: PlanRequest['tries'] = new Map()): number {
	let sum = 0;
	for (const count of tries.values()) {
		sum += count;
	}

	return sum;
}

function isUndirected({to}: Move): boolean {
	return to === undefined;
}

function refusedFor(reasons: readonly string[]): ClaimRefusal {
	return {type: 'refused', reason: reasons.join('; ')};
}
