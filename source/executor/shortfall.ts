import type {MoveOutcome} from '../domain/move.ts';

/** Why a list of moves is not done, as the moves themselves tell; undefined when all went as wanted. */
export function missesOf(moves: readonly MoveOutcome[]): string | undefined {
	const [first, ...more] = moves.filter(({result}) => result !== 'as-wanted');
	return first
		? `${more.length + 1} of ${moves.length} did not go as wanted, the first: ${first.reason}`
		: undefined;
}

/** Why a plan did not come to its end although there are so many moves left in it. */
export function leftoverOf(left: number, moves: readonly MoveOutcome[]): string | undefined {
	if (left === 0) {
		return undefined;
	}

	const last = moves.findLast(({reason}) => reason !== undefined)?.reason;
	return `${left} more step-downs would be needed, but their groups have been tried too often${last === undefined ? '' : `; the last reason: ${last}`}`;
}
