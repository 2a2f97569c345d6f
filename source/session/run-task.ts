import type {Cluster} from '../cluster.ts';
import type {ClusterSummary} from '../domain/cluster-summary.ts';
import type {CountingRules} from '../domain/distribution.ts';
import {lockedLine} from '../domain/plan/offer.ts';
import type {Pace} from '../domain/plan/expected-time.ts';
import {planBalance} from '../domain/plan/plan-balance.ts';
import {balanceShortfall, runBalance, runDrain} from '../executor/goals.ts';
import type {GoalOptions, GoalRun, GoalSummary} from '../executor/run-to-goal.ts';
import type {RunEvent} from '../executor/run.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {withDeadline} from '../time/abort.ts';
import {claimOf} from './claim-of.ts';
import {clusterSummaries} from './cluster-summaries.ts';
import {seesAll} from './coverage.ts';
import {lazyAudit} from './lazy-audit.ts';
import {withTask, type MadeOffer, type MoveTask} from './make-offer.ts';
import {lockedStepDowns} from './permitted-scope.ts';

type TaskParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly task: MoveTask;
	readonly made: MadeOffer;
	/** Sends nothing: there was nothing to confirm. */
	readonly reportOnly: boolean;
	readonly options: Pace & {
		readonly forceIncomplete: boolean;
		readonly auditFile: string | undefined;
		readonly rules: CountingRules;
	};
	readonly signal: AbortSignal;
	readonly listener: (event: RunEvent) => void;
};

/** How a run ended. */
export type TaskEnd = {
	readonly summary: GoalSummary;
	/** After the run, by a fresh inventory. */
	readonly after: ClusterSummary | undefined;
	/** Undefined where nothing is recorded. */
	readonly auditFile: string | undefined;
};

/** A silent server does not keep the outcome from being reported. */
const refreshMs = 5000;

/**
 * Carries the plan out, planning again on the way, and takes a fresh inventory in the end.
 * @throws AuditError when it cannot be recorded: nothing has been done then
 */
export async function runTask(parts: TaskParts): Promise<TaskEnd> {
	const {cluster, options} = parts;
	const audit = lazyAudit(cluster.origin, options.auditFile);
	try {
		const run = await goalRun(parts, await audit.open());
		const summary = await run.done;
		await withDeadline(refreshMs, undefined, cluster.refresh);
		return {
			summary: await verified(summary, parts),
			after: summaryOf(parts, options.rules, parts.made.plan.cluster),
			auditFile: audit.file(),
		};
	} finally {
		await audit.close();
	}
}

/** One cluster in figures. */
export function summaryOf(
	{cluster, view}: Pick<TaskParts, 'cluster' | 'view'>,
	rules: CountingRules,
	only: string,
): ClusterSummary | undefined {
	return clusterSummaries(view, {rules, only, seesMeta: seesAll(cluster)})[0];
}

async function goalRun(
	{cluster, view, task, made, reportOnly, options, signal, listener}: TaskParts,
	audit: GoalOptions['audit'],
): Promise<GoalRun> {
	const goal: GoalOptions = {
		cluster,
		picture: () => view,
		plan: made.plan,
		confirmed: made.offer.plan,
		audit,
		limits: {maxInFlight: options.maxInFlight, ratePerSecond: options.ratePerSecond},
		force: options.forceIncomplete,
		reportOnly,
		claim: claimOf(cluster, made.plan.cluster, 'run'),
		signal,
		listener,
	};
	return task.type === 'drain' ? runDrain({...goal, server: task.server}) : runBalance(goal);
}

/** The run's own outcome, unless the fresh inventory or what is locked contradicts it. */
async function verified(summary: GoalSummary, {view, task, made}: TaskParts): Promise<GoalSummary> {
	const {locked} = made.offer;
	if (summary.outcome === 'partial' && locked.length > 0) {
		const reasons = [summary.reason ?? '', ...locked.map(each => `locked: ${lockedLine(each)}`)];
		return {...summary, reason: reasons.join('; ')};
	}

	if (summary.outcome !== 'balanced') {
		return summary;
	}

	const {goal} = made.offer.plan;
	const left = balanceShortfall(planBalance(view, withTask({...made.plan, goal}, task)));
	if (left !== undefined) {
		return {...summary, outcome: 'partial', reason: `the cluster has changed meanwhile: ${left}`};
	}

	const reason = await lockedStepDowns(view, {wanted: made.wanted, locked});
	return reason === undefined ? summary : {...summary, outcome: 'partial', reason};
}
