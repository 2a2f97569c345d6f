import type {Cluster} from '../cluster.ts';
import type {CountingRules} from '../domain/distribution.ts';
import type {ClusterSummary} from '../domain/cluster-summary.ts';
import type {Pace} from '../domain/plan/expected-time.ts';
import {planBalance} from '../domain/plan/plan-balance.ts';
import {balanceShortfall, runBalance, runDrain} from '../executor/goals.ts';
import {noAudit, openAudit} from '../executor/audit.ts';
import type {RunEvent} from '../executor/run.ts';
import type {GoalOptions, GoalRun, GoalSummary} from '../executor/run-to-goal.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {lockedLine} from '../domain/plan/offer.ts';
import {withDeadline} from '../time/abort.ts';
import {clusterSummaries} from './cluster-summaries.ts';
import {seesAll} from './coverage.ts';
import {lockedStepDowns} from './permitted-scope.ts';
import {claimOf} from './claim-of.ts';
import {withTask, type MadeOffer, type MoveTask} from './make-offer.ts';

type TaskParts = {
	readonly cluster: Cluster;
	readonly view: ClusterView;
	readonly task: MoveTask;
	readonly made: MadeOffer;
	/** Sends nothing: nobody said yes, as there was nothing to say it to. */
	readonly reportOnly: boolean;
	readonly options: Pace & {
		readonly forceIncomplete: boolean;
		readonly auditFile: string | undefined;
		readonly rules: CountingRules;
	};
	readonly signal: AbortSignal;
	readonly listener: (event: RunEvent) => void;
};

/** What came of it. */
export type TaskEnd = {
	readonly summary: GoalSummary;
	/** As a fresh look at the cluster shows it. */
	readonly after: ClusterSummary | undefined;
	/** Undefined where nothing is recorded. */
	readonly auditFile: string | undefined;
};

/** A silent server shall not keep the outcome from being told. */
const lastLookMs = 5000;

/**
 * Carries the plan out, planning again on the way, and looks afresh in the end.
 * @throws AuditError when it cannot be recorded: nothing has been done then
 */
export async function runTask(parts: TaskParts): Promise<TaskEnd> {
	const {cluster, options} = parts;
	const isReal = cluster.origin.type === 'nats';
	const audit = isReal
		? await openAudit({file: options.auditFile, identity: cluster.origin.label})
		: undefined;
	try {
		const run = await goalRun(parts, audit ?? noAudit);
		const summary = await run.done;
		await withDeadline(lastLookMs, undefined, cluster.refresh);
		return {
			summary: await judged(summary, parts),
			after: summaryOf(parts, options.rules, parts.made.plan.cluster),
			auditFile: audit?.file,
		};
	} finally {
		await audit?.close();
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

/** The run's own word, unless the fresh look or what is out of our reach contradicts it. */
async function judged(summary: GoalSummary, {view, task, made}: TaskParts): Promise<GoalSummary> {
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

	const beyond = await lockedStepDowns(view, {wanted: made.wanted, locked});
	return beyond === undefined ? summary : {...summary, outcome: 'partial', reason: beyond};
}
