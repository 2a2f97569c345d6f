import type {GroupKey, RaftGroup} from './raft-group.ts';

/** One step-down that is meant to happen. */
export type Move = {
	readonly group: GroupKey;
	/** Who leads when the step-down is sent; if somebody else does by then, the move is void. */
	readonly from: string;
	/** The next leader; undefined leaves it to the group. */
	readonly to: string | undefined;
};

/** Takes back what a run has moved. */
export type Undo = {
	readonly moves: readonly Move[];
	/** Servers that are no longer to be kept empty, since they get leaders back. */
	readonly undrain: readonly string[];
	/** It was confirmed on an incomplete view. */
	readonly force: boolean;
};

/**
 * How a move ended.
 * - `as-wanted`: the wanted server was elected, or any where none was wanted
 * - `elsewhere`: another server than the wanted one was elected
 * - `no-election`: accepted, but no election was seen before the deadline
 * - `refused`: the server said no, in its own words
 * - `no-answer`: no answer came, and no election was seen
 * - `void`: not sent, because the cluster had changed since it was planned
 * - `cancelled`: not sent, because the run was stopped
 */
export type MoveResult =
	'as-wanted' | 'elsewhere' | 'no-election' | 'refused' | 'no-answer' | 'void' | 'cancelled';

export type MoveOutcome = {
	readonly move: Move;
	/** The group as it was when the move was taken up. */
	readonly group: RaftGroup;
	readonly result: MoveResult;
	/** Who really leads now, when an election was seen. */
	readonly elected: string | undefined;
	/** From the request to the election, in ms; undefined without an election. */
	readonly electionMs: number | undefined;
	/** Why it did not go as wanted; undefined when it did. */
	readonly reason: string | undefined;
};
