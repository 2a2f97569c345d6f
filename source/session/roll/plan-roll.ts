import type {Cluster} from '../../cluster.ts';
import type {CountingRules} from '../../domain/distribution.ts';
import type {Pace} from '../../domain/plan/expected-time.ts';
import {lockedLine} from '../../domain/plan/offer.ts';
import type {PlanOptions} from '../../domain/plan/plan-options.ts';
import type {Plan} from '../../domain/plan/plan.ts';
import {groupIn, type GroupKey, type RaftGroup} from '../../domain/raft-group.ts';
import {rollOrder, type RollOrder, type RollSelection} from '../../domain/roll/order.ts';
import {hasJetStream, type Server} from '../../domain/server.ts';
import type {ClusterView} from '../../state/cluster-view.ts';
import {distributionIn} from '../cluster-summaries.ts';
import {makeOffer} from '../make-offer.ts';
import {hasRestarted, type RollMemory} from './roll-memory.ts';

/** A roll as it is planned: it will go a little otherwise, as each step depends on how the one before ended. */
export type RollPlan = RollOrder & {
	readonly cluster: string;
	readonly steps: readonly PlannedTurn[];
	/** Undefined where it is not wanted. */
	readonly balance: {readonly stepDowns: number; readonly expectedMs: number} | undefined;
	/** Why it cannot be carried out, one line each. */
	readonly refusals: readonly string[];
	/** The roll that it goes on with; undefined: a new one. */
	readonly goesOn: RollMemory | undefined;
};

export type PlannedTurn = {
	readonly server: string;
	readonly version: string;
	/** It is away already, or has not recovered: it is only waited for. */
	readonly isAway: boolean;
	readonly metaLeader: boolean;
	/** Step-downs that empty it, where the turns before went as planned. */
	readonly stepDowns: number;
	/** Groups with one replica that go down with it. */
	readonly r1: number;
	/** How long its drain takes, as far as can be said, in ms. What the restart takes, only the servers know. */
	readonly expectedMs: number;
};

type PlanParts = {
	readonly cluster: Pick<Cluster, 'permission' | 'metaPermission'>;
	readonly view: ClusterView;
	readonly name: string;
	readonly selection: RollSelection;
	readonly rules: CountingRules;
	readonly pace: Pace;
	readonly balance: boolean;
	readonly memory: RollMemory | undefined;
};

/** Plans a roll: the order, and what each step moves if the ones before go as planned. */
export async function planRoll(parts: PlanParts): Promise<RollPlan> {
	const {cluster, view, name, selection, rules, pace, memory} = parts;
	const members = membersOf(view, name);
	const shares = new Map(
		distributionIn(view, name, rules).shares.map(share => [share.server.name, share]),
	);
	const metaLeader = view.clusters.get(name)?.metaLeader;
	const order = rollOrder(
		members.map(server => {
			const {streamLeaders = 0, consumerLeaders = 0} = shares.get(server.name) ?? {};
			return {
				server,
				metaLeader: server.name === metaLeader,
				leaders: streamLeaders + consumerLeaders,
				restarted: hasRestarted(memory, server),
			};
		}),
		selection,
	);
	const plan: PlanOptions = {cluster: name, rules};
	const refusals = new Set<string>();
	const steps: PlannedTurn[] = [];
	let picture = view;
	for (const server of order.turns) {
		const {version = '', state = 'offline'} = view.servers.get(server) ?? {};
		const task = {type: 'drain', server} as const;
		const {offer} = await makeOffer({cluster, view: picture, task, plan, pace});
		for (const locked of offer.locked) {
			refusals.add(`leaders of ${lockedLine(locked)}`);
		}

		steps.push({
			server,
			version,
			isAway: !hasJetStream[state],
			metaLeader: server === metaLeader,
			stepDowns: offer.plan.stepDowns,
			r1: shares.get(server)?.r1 ?? 0,
			expectedMs: offer.expectedMs,
		});
		picture = {...view, groups: groupsAfter(picture.groups, offer.plan), planRevision: NaN};
	}

	if (members.filter(({state}) => state !== 'no-jetstream').length === 2) {
		refusals.add('a cluster of two servers cannot lose one: the meta group would lose its quorum');
	}

	const needsMeta = metaLeader !== undefined && order.turns.includes(metaLeader);
	const permission = cluster.metaPermission(name);
	if (needsMeta && permission.type === 'locked') {
		refusals.add(`the meta leader ${metaLeader} cannot be moved away: ${permission.missing}`);
	}

	return {
		...order,
		cluster: name,
		steps,
		balance: parts.balance ? await balanceOf(parts, plan, picture) : undefined,
		refusals: [...refusals],
		goesOn: memory,
	};
}

/** The servers of a cluster, in the order of their names. */
export function membersOf({servers}: Pick<ClusterView, 'servers'>, name: string): Server[] {
	return [...servers.values()]
		.filter(({cluster}) => cluster === name)
		.sort((a, b) => a.name.localeCompare(b.name));
}

async function balanceOf({cluster, pace}: PlanParts, plan: PlanOptions, view: ClusterView) {
	const {offer} = await makeOffer({cluster, view, task: {type: 'balance'}, plan, pace});
	return {stepDowns: offer.plan.stepDowns, expectedMs: offer.expectedMs};
}

/** The groups once all moves of a plan have gone as planned. */
function groupsAfter(
	groups: ReadonlyMap<GroupKey, RaftGroup>,
	{moves}: Pick<Plan, 'moves'>,
): ReadonlyMap<GroupKey, RaftGroup> {
	const after = new Map(groups);
	for (const {group: key, from, aim} of moves) {
		const group = after.get(key);
		if (group) {
			const followers = group.followers.map(follower =>
				follower.server === aim ? {...follower, server: from} : follower,
			);
			after.set(key, groupIn(group, {...group, leader: aim, followers}));
		}
	}

	return after;
}
