import type {GroupKey} from '../domain/raft-group.ts';

/** Step-downs of the last while, over several runs. Times are the epoch in ms. */
type RecentMoves = {
	readonly note: (group: GroupKey, at: number) => void;
	readonly count: (now: number) => number;
	/** How many of them each group had. */
	readonly tries: (now: number) => ReadonlyMap<GroupKey, number>;
};

/** Remembers the step-downs of the last `spanMs`. */
export function recentMoves(spanMs: number): RecentMoves {
	let moves: {readonly group: GroupKey; readonly at: number}[] = [];

	function recent(now: number): typeof moves {
		moves = moves.filter(({at}) => now - at < spanMs);
		return moves;
	}

	return {
		note(group, at) {
			moves.push({group, at});
		},
		count: now => recent(now).length,
		tries(now) {
			const tries = new Map<GroupKey, number>();
			for (const {group} of recent(now)) {
				tries.set(group, (tries.get(group) ?? 0) + 1);
			}

			return tries;
		},
	};
}
