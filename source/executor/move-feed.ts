import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move} from '../domain/move.ts';
import type {GroupKey} from '../domain/raft-group.ts';
import {absentGroup} from './refusals.ts';
import type {QueuedMove} from './move-queue.ts';
import type {RestingGroups} from './resting-groups.ts';
import type {MoveSource} from './run.ts';
import type {TargetTrials} from './target-trials.ts';

/** Where a run's moves come from. */
export type MoveFeed = {
	/** What to do next. Asked when everything queued before has been taken up. */
	readonly next: (inFlight: ReadonlyMap<GroupKey, Move>, now: number) => Promise<NextMoves>;
	/** With this many in flight at most it is time to ask. */
	readonly askAtInFlight: number;
};

export type NextMoves =
	| {readonly type: 'moves'; readonly moves: readonly QueuedMove[]; readonly resting: number}
	/** What is in flight decides. */
	| {readonly type: 'later'}
	/** Only groups that are resting could be moved; the first is back at that time, epoch in ms. */
	| {readonly type: 'rest'; readonly until: number}
	/** `left`: moves that the plan would still make if their groups had not failed too often; undefined without a plan. */
	| {readonly type: 'nothing'; readonly left: number | undefined};

/** A fixed list is queued at the start and has nothing to add; a plan is asked again and again until it is content or can do no more. */
export function moveFeed(
	source: MoveSource,
	picture: () => ClusterPicture,
	resting: RestingGroups,
	{leftOut}: Pick<TargetTrials, 'leftOut'>,
	signal: AbortSignal,
): MoveFeed {
	return source.type === 'list' ? emptyFeed : planFeed(source, picture, resting, leftOut, signal);
}

/** What a queue takes: each move with its group as it is now. */
export function queuedMoves(moves: readonly Move[], {groups}: ClusterPicture): QueuedMove[] {
	return moves.map(move => ({move, group: groups.get(move.group) ?? absentGroup(move.group)}));
}

const emptyFeed: MoveFeed = {
	askAtInFlight: 0,
	async next() {
		return {type: 'nothing', left: undefined};
	},
};

function planFeed(
	{plan, askAtInFlight = 0}: Extract<MoveSource, {type: 'plan'}>,
	picture: () => ClusterPicture,
	resting: RestingGroups,
	leftOut: TargetTrials['leftOut'],
	signal: AbortSignal,
): MoveFeed {
	const {tries} = resting;

	return {
		askAtInFlight,
		async next(inFlight, now) {
			const ask = async (aside: ReadonlySet<GroupKey>) => {
				const moves = await plan({resting: aside, inFlight, leftOut, tries, now, signal});
				return moves.filter(({group}) => !aside.has(group) && !inFlight.has(group));
			};

			const aside = resting.restingAt(now);
			// A plan takes its time: what was in flight when it began may have ended otherwise than it took for granted.
			const reckonsWithFlights = inFlight.size > 0;
			const moves = await ask(aside);
			if (moves.length > 0) {
				return {type: 'moves', moves: queuedMoves(moves, picture()), resting: aside.size};
			}

			if (reckonsWithFlights) {
				return {type: 'later'};
			}

			const until = resting.nextReturn(now);
			if (until !== undefined && (await ask(resting.exhausted())).length > 0) {
				return {type: 'rest', until};
			}

			return {type: 'nothing', left: aside.size > 0 ? (await ask(new Set())).length : 0};
		},
	};
}
