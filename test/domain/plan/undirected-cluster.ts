import type {ClusterPicture} from '../../../source/domain/cluster-picture.ts';
import {chooseUndirected} from '../../../source/domain/plan/before-2.11.ts';
import type {PlanOptions} from '../../../source/domain/plan/plan-options.ts';
import {isHealthy} from '../../../source/domain/fitness.ts';
import type {GroupKey, RaftGroup} from '../../../source/domain/raft-group.ts';
import {aFollower} from '../../support/build.ts';
import type {Random} from '../../support/random.ts';

/** The same cluster on servers that cannot be told who shall lead next. */
export function beforeDirection(picture: ClusterPicture): ClusterPicture {
	return {
		...picture,
		servers: new Map(
			[...picture.servers].map(([name, server]) => [name, {...server, version: '2.10.27'}]),
		),
	};
}

export type UndirectedRun = {
	readonly picture: ClusterPicture;
	readonly stepDowns: number;
	/** Whether the last word was that nothing is to be gained, not that the budget was used up. */
	readonly isSettled: boolean;
};

/** Steps down what is chosen, looks at who won, and chooses again. */
export function runUndirected(
	picture: ClusterPicture,
	options: PlanOptions,
	random: Random,
	{count = 8, maxTries = 5, budget = 100_000} = {},
): UndirectedRun {
	const elect = elections(random);
	const tries = new Map<GroupKey, number>();
	const groups = new Map(picture.groups);
	const now = {...picture, groups};
	let stepDowns = 0;
	while (stepDowns < budget) {
		const moves = chooseUndirected(now, options, {count, tries, maxTries});
		if (moves.length === 0) {
			return {picture: now, stepDowns, isSettled: true};
		}

		for (const {group: key} of moves) {
			const group = groups.get(key);
			if (group) {
				groups.set(key, elect(group));
			}

			tries.set(key, (tries.get(key) ?? 0) + 1);
			stepDowns++;
		}
	}

	return {picture: now, stepDowns, isSettled: false};
}

/**
 * What servers before 2.11 do: the first healthy follower in the order of a Go map of up to eight peers. Its walk begins at a
 * random one of eight places, so that of three peers (the leader among them) the first wins in 6 or 7 of 8 cases, always the same one.
 */
function elections(random: Random): (group: RaftGroup) => RaftGroup {
	const orders = new Map<GroupKey, readonly string[]>();
	return group => {
		const peers = [group.leader ?? '', ...group.followers.map(({server}) => server)];
		const order = orders.get(group.key) ?? random.sample(peers, peers.length);
		orders.set(group.key, order);
		const healthy = group.followers
			.filter(follower => isHealthy(follower, group))
			.map(({server}) => server);
		const start = random.below(8);
		const leader = [...order.slice(start), ...order].find(peer => healthy.includes(peer));
		if (leader === undefined) {
			return group;
		}

		return {
			...group,
			leader,
			followers: [
				aFollower(group.leader ?? ''),
				...group.followers.filter(({server}) => server !== leader),
			],
		};
	};
}
