import type {Move} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

export type QueuedMove = {
	readonly move: Move;
	/** The group as it was when the move was planned. */
	readonly group: RaftGroup;
};

/** Moves that wait for their turn, in the order of their plan. */
export type MoveQueue = {
	readonly size: () => number;
	readonly push: (moves: readonly QueuedMove[]) => void;
	/** The first one that fits, if it stands near enough to the front. */
	readonly take: (fits: (move: Move, group: RaftGroup) => boolean) => QueuedMove | undefined;
	/** Empties the queue. */
	readonly drop: () => readonly QueuedMove[];
};

/**
 * How far a move may overtake others whose servers are busy. Bounded, because a plan is ordered so that
 * the cluster is better off after each of its moves.
 */
const lookAhead = 256;

export function moveQueue(): MoveQueue {
	let front: QueuedMove[] = [];
	let rest: QueuedMove[] = [];
	let next = 0;

	function refill(): void {
		const end = Math.min(rest.length, next + lookAhead - front.length);
		front.push(...rest.slice(next, end));
		next = end;
		if (next === rest.length) {
			rest = [];
			next = 0;
		}
	}

	function size(): number {
		return front.length + rest.length - next;
	}

	return {
		size,
		push(moves) {
			rest = rest.slice(next).concat(moves);
			next = 0;
		},
		take(fits) {
			refill();
			const index = front.findIndex(({move, group}) => fits(move, group));
			return index === -1 ? undefined : front.splice(index, 1)[0];
		},
		drop() {
			const all = front.concat(rest.slice(next));
			front = [];
			rest = [];
			next = 0;
			return all;
		},
	};
}
