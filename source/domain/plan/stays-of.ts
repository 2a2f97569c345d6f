import type {Move} from '../move.ts';
import type {GroupKey, RaftGroup} from '../raft-group.ts';
import {visit, type Steps} from '../steps.ts';
import {countedBy, movedBy, type PlanGoal} from './plan-options.ts';
import type {ClusterReading} from './read-cluster.ts';
import type {StayReason} from './stay-reason.ts';

export type StayQuestion = {
	/** Per server: whether it should lead less than it does after the plan. */
	readonly isTooFull: readonly boolean[];
	readonly goal: PlanGoal;
	readonly moves: readonly Move[];
};

/** Groups that are gone through in one step. */
const groupsPerStep = 2000;

/** The groups that stay on servers which should lead less, by reason. */
export function* staysOf(
	{servers, closed, movable, pinned, countR1}: ClusterReading,
	{isTooFull, goal, moves}: StayQuestion,
): Steps<ReadonlyMap<StayReason, readonly GroupKey[]>> {
	const stays = new Map<StayReason, GroupKey[]>();
	if (!isTooFull.includes(true)) {
		return stays;
	}

	const moved = new Set<GroupKey>();
	const moving = movedBy(goal);
	const counts = countedBy(goal);
	const numbers = new Map(servers.map((server, number) => [server.name, number]));
	yield* visit(moves, groupsPerStep, ({group}) => {
		moved.add(group);
	});
	for (const [reason, groups] of pinned) {
		yield* visit(groups, groupsPerStep, group => {
			note(group, reason);
		});
	}

	yield* visit(movable, groupsPerStep, group => {
		if (!moved.has(group.key)) {
			note(group, moving.includes(group.kind) ? 'nowhere-better' : 'out-of-scope');
		}
	});

	return stays;

	function note(group: RaftGroup, reason: StayReason): void {
		const server = numbers.get(group.leader ?? '') ?? -1;
		// In a drain every leader matters, also those that count for nothing.
		const isLoad = counts.includes(group.kind) && (countR1 || reason !== 'one-replica');
		if (!isTooFull[server] || !(isLoad || closed[server] === 'draining')) {
			return;
		}

		const alike = stays.get(reason);
		if (alike) {
			alike.push(group.key);
		} else {
			stays.set(reason, [group.key]);
		}
	}
}
