import type {ClusterPicture} from '../domain/cluster-picture.ts';
import {planInSteps} from '../domain/plan/plan-balance.ts';
import type {PlanGoal, PlanOptions} from '../domain/plan/plan-options.ts';
import type {Plan} from '../domain/plan/plan.ts';
import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';
import {sliced} from '../time/breathe.ts';
import {systemClock} from '../time/clock.ts';
import {isDirected} from './before-2.11.ts';
import type {PlanRequest, RunOptions} from './run.ts';

/** Makes the plans of one run. */
export type GoalPlanner = {
	/** What there is to plan from now. */
	readonly picture: () => ClusterPicture;
	/** The plan for it: the last one, if nothing has changed since. */
	readonly present: () => Promise<Plan>;
	/** The plan for a picture that is not the present one. */
	readonly planOn: (picture: ClusterPicture) => Promise<Plan>;
	/** What is planned for at this moment. */
	readonly options: () => PlanOptions;
};

export type PlannerOptions = Pick<RunOptions, 'picture' | 'clock'> & {
	/** `rest.now` is brought up to date with each plan. */
	readonly plan: PlanOptions;
	/** A plan with these options that the operator has confirmed: used unless the cluster has changed since. */
	readonly confirmed?: Plan;
};

export function goalPlanner({
	picture: seen,
	plan: wanted,
	confirmed,
	clock = systemClock,
}: PlannerOptions): GoalPlanner {
	const isByMessages = wanted.measure === 'messages';
	const hold = isByMessages ? holdRates(seen()) : undefined;
	const picture = () => hold?.(seen()) ?? seen();
	// Rates are others by now.
	let last = isByMessages ? undefined : confirmed;
	let goal: PlanGoal | undefined;

	function options(): PlanOptions {
		const {rest} = wanted;
		return {
			...wanted,
			...(goal && {goal, keepsGoal: true}),
			...(rest && {rest: {...rest, now: clock.now()}}),
		};
	}

	function isPresent({planRevision}: Plan): boolean {
		// Which servers rest changes with the time alone.
		const mayLast = wanted.rest === undefined && planRevision !== undefined;
		return mayLast && planRevision === seen().planRevision;
	}

	async function planOn(from: ClusterPicture): Promise<Plan> {
		return sliced(planInSteps(from, options()), {now: clock.now});
	}

	return {
		picture,
		async present() {
			last = last && isPresent(last) ? last : await planOn(picture());
			// The goal of the first plan stays: once it is reached, a further one might come into reach, at further cost.
			goal ??= last.goal;
			return last;
		},
		planOn,
		options,
	};
}

/**
 * Shows later pictures with the rates that the groups had in this one. A run that evens out the load plans again and
 * again: with rates that change meanwhile it would find something to improve for ever.
 */
function holdRates({groups}: ClusterPicture): (picture: ClusterPicture) => ClusterPicture {
	const rates = new Map(
		Array.from(groups.values(), ({key, messagesPerSecond}) => [key, messagesPerSecond]),
	);
	return picture => {
		const {servers, leaderless, missing, planRevision} = picture;
		const held = new Map<GroupKey, RaftGroup>();
		for (const [key, group] of picture.groups) {
			held.set(key, {...group, messagesPerSecond: rates.get(key)});
		}

		return {servers, leaderless, missing, planRevision, groups: held};
	};
}

/**
 * The picture that the rest of a run is planned from: servers that do not take the lead are no followers, resting groups
 * stay and count where they are, and groups in flight count where they are sent, or nowhere when that is left to them.
 */
export function planPicture(
	picture: ClusterPicture,
	{resting, inFlight, leftOut}: Pick<PlanRequest, 'resting' | 'inFlight' | 'leftOut'>,
	drain: readonly string[] = [],
): ClusterPicture {
	if (resting.size === 0 && inFlight.size === 0 && leftOut.size === 0) {
		return picture;
	}

	const groups = new Map(picture.groups);
	for (const [key, group] of leftOut.size === 0 ? [] : picture.groups) {
		const out = leftOut.get(group.accountId);
		if (out && group.followers.some(({server}) => out.has(server))) {
			groups.set(key, without(group, out));
		}
	}

	for (const [key, {to}] of inFlight) {
		const group = groups.get(key);
		if (group) {
			groups.set(key, pinned({...group, leader: to}));
		}
	}

	for (const key of resting) {
		const group = groups.get(key);
		if (group) {
			groups.set(key, pinned(group));
		}
	}

	const {servers, leaderless, missing} = picture;
	return {servers, groups, leaderless, missing};

	/** An undirected step-down may elect one of them again: only worth it to empty a server. */
	function without(group: RaftGroup, out: ReadonlySet<string>): RaftGroup {
		const {key, leader = '', followers} = group;
		const isFree =
			drain.includes(leader) || isDirected(picture, {group: key, from: leader, to: leader});
		return isFree
			? {...group, followers: followers.filter(({server}) => !out.has(server))}
			: pinned(group);
	}
}

function pinned(group: RaftGroup): RaftGroup {
	return {...group, followers: []};
}
