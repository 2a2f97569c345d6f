import type {Cluster} from '../cluster.ts';
import {expectedTime, type Pace} from '../domain/plan/expected-time.ts';
import {bestReachableInSteps, planInSteps} from '../domain/plan/plan-balance.ts';
import {planImprovements, withoutMoves} from '../domain/plan/improvement.ts';
import type {PlanOptions} from '../domain/plan/plan-options.ts';
import {refusalReasons} from '../executor/refusals.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import type {Offer} from '../domain/plan/offer.ts';
import {permittedScope} from './permitted-scope.ts';
import {sliced, type SliceOptions} from '../time/breathe.ts';
import {sleep} from '../time/sleep.ts';

/** What to plan for: one server's leaders away from it, or all servers even. */
export type MoveTask =
	{readonly type: 'balance'} | {readonly type: 'drain'; readonly server: string};

type OfferParts = {
	readonly cluster: Pick<Cluster, 'permission'>;
	readonly view: ClusterView;
	readonly task: MoveTask;
	/** What is out of scope is left out of its scope here. */
	readonly plan: PlanOptions;
	readonly pace: Pace;
	readonly slices?: SliceOptions;
};

export type MadeOffer = {
	readonly offer: Offer;
	/** What a run with this plan has to be given. A drain adds the server by itself. */
	readonly plan: PlanOptions;
	/** The same with what is out of scope. */
	readonly wanted: PlanOptions;
};

/** Plans, and collects what the user has to know before confirming. */
export async function makeOffer({
	cluster,
	view,
	task,
	plan,
	pace,
	slices,
}: OfferParts): Promise<MadeOffer> {
	const {permitted, locked} = permittedScope({cluster, view, plan});
	const drafted = await sliced(planInSteps(view, withTask(permitted, task)), slices);
	const isToNoEnd = task.type === 'balance' && planImprovements(drafted).length === 0;
	const made = isToNoEnd ? withoutMoves(drafted) : drafted;
	const unlocked =
		locked.length > 0 && task.type === 'balance' && plan.measure !== 'messages'
			? await sliced(bestReachableInSteps(view, plan), slices)
			: undefined;
	return {
		offer: {
			plan: made,
			accounts: plan.scope?.accounts,
			unlocked,
			drain: task.type === 'drain' ? task.server : undefined,
			refusals: refusalReasons(view, plan.cluster, withTask(plan, task).drain).map(
				({line}) => line,
			),
			locked,
			unmeasured: plan.measure === 'messages' ? unmeasured(view, plan.cluster) : 0,
			expectedMs: expectedTime(made, view.servers, pace, recentElectionMs(view, plan.cluster)),
		},
		plan: permitted,
		wanted: plan,
	};
}

/** How long elections after step-downs took in the cluster lately, the median, in ms; undefined when there were none. */
function recentElectionMs({elections}: ClusterView, cluster: string): number | undefined {
	const times = elections
		.slice(-recentElections)
		.flatMap(({cause, group, gapMs}) =>
			cause === 'ours' && group.cluster === cluster && gapMs !== undefined ? [gapMs] : [],
		)
		.sort((a, b) => a - b);
	return times[times.length >> 1];
}

const recentElections = 200;

function unmeasured({groups}: ClusterView, cluster: string): number {
	let count = 0;
	for (const {cluster: place, replicas, messagesPerSecond} of groups.values()) {
		count += place === cluster && replicas > 1 && messagesPerSecond === undefined ? 1 : 0;
	}

	return count;
}

/** The options with the server to drain in them, as `runDrain` sets them. */
export function withTask(plan: PlanOptions, task: MoveTask): PlanOptions {
	return task.type === 'balance'
		? plan
		: {...plan, drain: [task.server], scope: {...plan.scope, leaders: [task.server]}};
}

/** Long enough to distinguish slow groups from idle ones, in ms. */
const measuredMs = 3000;

/** Has the rates of all groups known: they take a second look at the counters, some time after the first. */
export async function measureRates(
	cluster: Pick<Cluster, 'refresh'>,
	signal: AbortSignal,
): Promise<void> {
	await sleep(measuredMs, signal);
	if (!signal.aborted) {
		await cluster.refresh(signal);
	}
}
