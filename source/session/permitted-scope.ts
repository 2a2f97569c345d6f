import type {Cluster} from '../cluster.ts';
import {defaultGoal, movedBy, type PlanOptions} from '../domain/plan/plan-options.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import {type LockedAccount, lockedLine} from '../domain/plan/offer.ts';
import {planInSteps} from '../domain/plan/plan-balance.ts';
import {sliced} from '../time/breathe.ts';

/** Options for a plan: as wanted, and without what leadertop may not move. */
export type PermittedScope = {
	readonly wanted: PlanOptions;
	readonly permitted: PlanOptions;
	/** What is left out, for people. */
	readonly locked: readonly LockedAccount[];
};

type ScopeParts = {
	readonly cluster: Pick<Cluster, 'permission'>;
	readonly view: ClusterView;
	readonly plan: PlanOptions;
};

/**
 * Leaves out of a plan's scope what leadertop may not move. A step-down has a subject for each kind of groups and each
 * domain, with permissions of their own: one group stands for all of its account, kind and domain.
 */
export function permittedScope(parts: ScopeParts): PermittedScope {
	const {plan} = parts;
	const samples = samplesOf(parts).flatMap(group => {
		const permission = parts.cluster.permission(group);
		return permission.type === 'locked' ? [{group, missing: permission.missing}] : [];
	});
	const except = samples.map(({group: {accountId, kind, domain}}) => ({accountId, kind, domain}));
	return {
		wanted: plan,
		permitted: except.length === 0 ? plan : {...plan, scope: {...plan.scope, except}},
		locked: mergedByMissing(
			samples.map(({group: {account, kind}, missing}) => ({account, kind, missing})),
		),
	};
}

/** A group of each account, kind and domain that could move. */
function samplesOf({view, plan}: ScopeParts): readonly RaftGroup[] {
	const {cluster, goal = defaultGoal, scope} = plan;
	const moved = movedBy(goal);
	const seen = new Map<string, Set<string>>();
	const samples: RaftGroup[] = [];
	for (const group of view.groups.values()) {
		const {account, accountId, domain = '', kind, replicas} = group;
		const isWanted =
			replicas > 1 &&
			group.cluster === cluster &&
			moved.includes(kind) &&
			(scope?.accounts?.some(name => name === account || name === accountId) ?? true);
		const sorts = seen.get(accountId) ?? new Set();
		const sort = `${kind} ${domain}`;
		if (isWanted && !sorts.has(sort)) {
			seen.set(accountId, sorts.add(sort));
			samples.push(group);
		}
	}

	return samples;
}

/** One entry for both kinds where they lack the same permissions. */
function mergedByMissing(
	locked: ReadonlyArray<Omit<LockedAccount, 'kind'> & Pick<RaftGroup, 'kind'>>,
): readonly LockedAccount[] {
	const together = new Map<string, LockedAccount>();
	for (const {account, kind, missing} of locked) {
		const key = JSON.stringify([account, missing]);
		const before = together.get(key);
		together.set(key, {
			account,
			kind: before === undefined || before.kind === kind ? kind : undefined,
			missing,
		});
	}

	return [...together.values()];
}

/** Why a cluster that is as even as we can make it could be more even, in one line; undefined where nothing locked keeps it from that. */
export async function lockedStepDowns(
	view: ClusterView,
	{wanted, locked}: Pick<PermittedScope, 'wanted' | 'locked'>,
): Promise<string | undefined> {
	if (locked.length === 0) {
		return undefined;
	}

	const {stepDowns} = await sliced(planInSteps(view, wanted));
	return stepDowns === 0
		? undefined
		: `${stepDowns} step-${stepDowns === 1 ? 'down needs' : 'downs need'} locked groups: ${locked.map(lockedLine).join('; ')}`;
}
