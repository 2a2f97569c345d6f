import type {Cluster} from '../../cluster.ts';
import type {Memory} from '../../domain/memory.ts';
import type {ReplayState} from '../../domain/replay-state.ts';

/** A recording behind the port that a live cluster has, and the way to move about in it. */
export type Replay = Cluster & {
	/** Calls `listener` whenever the replay goes to another place: from then on nothing holds but these. Begins nothing. */
	readonly onRecall: (listener: (memories: readonly Memory[]) => void) => void;
	/** Calls `listener` when the state has changed by something else than passing time. */
	readonly onChange: (listener: () => void) => void;
	readonly state: () => ReplayState;
	readonly pause: () => void;
	readonly goOn: () => void;
	readonly setSpeed: (speed: number) => void;
	/** Resolves when all that is due, and all that was wanted so far, has been told. */
	readonly settled: () => Promise<void>;
	/** One event on or back, and stands still there. */
	readonly step: (by: 1 | -1) => Promise<void>;
	/** To the next time when groups elected, or the one before, and stands still there. Resolves with whether there is one. */
	readonly toElection: (by: 1 | -1) => Promise<boolean>;
	/** On until `isThere` says so after an event, and stands still there. Resolves with whether that came. */
	readonly toWhere: (isThere: () => boolean) => Promise<boolean>;
	/** To how it was at a time, epoch in ms. */
	readonly toTime: (at: number) => Promise<void>;
};
