import type {MoveOutcome} from '../domain/move.ts';
import type {PlannedMove} from '../domain/plan/plan.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

/** A move that was made, or was to be made, as scripts rely on it: fields may be added, none goes away. */
export function outcomeJson({
	move,
	group,
	result,
	elected,
	electionMs,
	reason,
}: MoveOutcome): Record<string, unknown> {
	return {
		...groupNames(group),
		from: move.from,
		wanted: move.to ?? null,
		elected: elected ?? null,
		ms: electionMs === undefined ? null : Math.round(electionMs),
		result,
		reason: reason ?? null,
	};
}

/** The same for a move that is only planned. `aim` is where the plan counts it, also where nobody can be told who follows. */
export function plannedMoveJson(
	{from, to, aim}: PlannedMove,
	group: RaftGroup,
): Record<string, unknown> {
	return {
		...groupNames(group),
		from,
		wanted: to ?? null,
		aim,
		elected: null,
		ms: null,
		result: 'planned',
		reason: null,
	};
}

function groupNames({kind, account, stream, consumer}: RaftGroup) {
	return {kind, account, stream, consumer: consumer ?? null};
}
