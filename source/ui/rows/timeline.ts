import type {ElectionCause} from '../../domain/election-cause.ts';
import type {MoveOutcome} from '../../domain/move.ts';
import type {RaftGroup} from '../../domain/raft-group.ts';
import type {Election} from '../../state/cluster-view.ts';
import type {TimedOutcome} from '../../domain/work.ts';

/** Something that happened to a leadership: an election, or a step-down of ours that led to none. */
export type TimelineEntry = {
	readonly at: number;
	readonly group: RaftGroup;
	readonly from: string | undefined;
	/** Undefined where no leader was elected. */
	readonly to: string | undefined;
	/** Our step-down behind it; undefined for what others did, or what happened by itself. */
	readonly own: MoveOutcome | undefined;
	/** Why there was an election; undefined where there was none. */
	readonly cause: ElectionCause | undefined;
	/** Who else asked for it, where that is known. */
	readonly who: string | undefined;
	/** How long the group had no leader, in ms, where that is known. */
	readonly gapMs: number | undefined;
};

/** What happened, newest first: at most `limit` elections, each with the step-down of ours that caused it. */
export function timeline(
	elections: readonly Election[],
	outcomes: readonly TimedOutcome[],
	limit: number,
): readonly TimelineEntry[] {
	const own = outcomes.slice(-limit * 2);
	const ofGroup = byGroup(own);
	const shown = new Set<TimedOutcome>();
	const entries = elections
		.slice(-limit)
		.map(({at, group, from, to, cause, who, gapMs}): TimelineEntry => {
			const mine = ofGroup
				.get(group.key)
				?.findLast(
					timed =>
						!shown.has(timed) &&
						timed.outcome.elected === to &&
						Math.abs(timed.at - at) < sameEventMs,
				);
			if (mine) {
				shown.add(mine);
			}

			return {at, group, from, to, own: mine?.outcome, cause, who, gapMs};
		});
	const without = own
		.filter(timed => !shown.has(timed) && timed.outcome.result !== 'cancelled')
		.map(({at, outcome}): TimelineEntry => {
			const {group, move, elected} = outcome;
			const unknown = {cause: undefined, who: undefined, gapMs: undefined};
			return {at, group, from: move.from, to: elected, own: outcome, ...unknown};
		});
	// Of the same moment, too, what came last is the newest: several may arrive in a millisecond.
	const latestFirst = [...entries, ...without].toReversed();
	return latestFirst.toSorted((a, b) => b.at - a.at).slice(0, limit);
}

function byGroup(outcomes: readonly TimedOutcome[]): ReadonlyMap<string, readonly TimedOutcome[]> {
	const groups = new Map<string, TimedOutcome[]>();
	for (const timed of outcomes) {
		const {group} = timed.outcome.move;
		const same = groups.get(group);
		if (same) {
			same.push(timed);
		} else {
			groups.set(group, [timed]);
		}
	}

	return groups;
}

/** Between an election and its outcome there may be the answer to the request, which older servers give 250 ms late. */
const sameEventMs = 6000;
