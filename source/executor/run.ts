import type {Claim, ClaimRefusal, Cluster} from '../cluster.ts';
import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move, MoveOutcome} from '../domain/move.ts';
import type {GroupKey, RaftGroup} from '../domain/raft-group.ts';
import type {AuditSink} from './audit.ts';
import type {Clock} from '../time/clock.ts';
import type {RunLimits} from './limits.ts';
import type {StopReason} from './reasons.ts';

/** A run of moves that is under way. */
export type Run = {
	/** Resolves once the run is over. Rejects only when a callback that was handed in throws. */
	readonly done: Promise<RunSummary>;
	/** Sends nothing more, from this moment on. What is in flight is awaited, until its deadline at most. */
	readonly stop: (detail: string) => void;
};

export type RunOptions = {
	readonly cluster: Cluster;
	/** What is known at this moment, with each event applied as it comes, not in batches. */
	readonly picture: () => ClusterPicture;
	readonly moves: MoveSource;
	readonly audit: AuditSink;
	/** The cluster that the moves are in, when there are several: losses elsewhere do not stop the run. */
	readonly clusterName?: string;
	readonly limits?: Partial<RunLimits>;
	/** How often each group was tried before this run, where that is to count. */
	readonly tries?: ReadonlyMap<GroupKey, number>;
	/** What to call it when the goal is reached; `done` unless given. */
	readonly goal?: Extract<RunOutcome, 'balanced' | 'drained' | 'done'>;
	/** Asked once no move is left that leads to the goal: why it is not reached nevertheless; undefined when it is. */
	readonly shortfall?: () => Promise<string | undefined>;
	/** Without it the run assumes that no other program moves leaders. */
	readonly claim?: ClaimCluster;
	readonly signal?: AbortSignal;
	readonly listener?: (event: RunEvent) => void;
	readonly clock?: Clock;
	readonly runId?: string;
};

export type MoveSource =
	| {readonly type: 'list'; readonly moves: readonly Move[]}
	| {
			readonly type: 'plan';
			readonly plan: PlanMoves;
			/**
			 * Asks for the next moves once at most this many are in flight. 0, the default, plans on actual results;
			 * more keeps small batches flowing.
			 */
			readonly askAtInFlight?: number;
			/** Step-downs expected in all; else the size of the first plan. */
			readonly expected?: number;
	  };

/**
 * The moves that still lead to the goal, best first; none when it is reached. Asked at the start and whenever
 * all earlier moves have been sent. Moves of resting groups and of those in flight are left out if it names them.
 */
export type PlanMoves = (request: PlanRequest) => readonly Move[] | Promise<readonly Move[]>;

export type PlanRequest = {
	/** Groups to leave where they are for now. */
	readonly resting: ReadonlySet<GroupKey>;
	readonly inFlight: ReadonlyMap<GroupKey, Move>;
	/** Servers that do not take the lead, by the id of the account in whose groups they do not. */
	readonly leftOut: ReadonlyMap<string, ReadonlySet<string>>;
	/** How often this run has moved, or tried to move, a group. */
	readonly tries: ReadonlyMap<GroupKey, number>;
	/** Epoch in ms. */
	readonly now: number;
	/** Aborts when the run is stopped: the plan is not needed any more. */
	readonly signal: AbortSignal;
};

/** Asks for the claim before the first request of a run; undefined: none is needed. */
export type ClaimCluster = (signal: AbortSignal) => Promise<Claim | ClaimRefusal | undefined>;

/** What a run reports while it runs: values only, for the screen and for lines of JSON alike. `at` is the epoch in ms. */
export type RunEvent =
	| {
			readonly type: 'run-started';
			readonly at: number;
			readonly runId: string;
			/** Step-downs expected; undefined while unknown. */
			readonly planned: number | undefined;
			/** What the operator should know of it, each in one line. */
			readonly warnings: readonly string[];
	  }
	| {
			readonly type: 'move-sent';
			readonly at: number;
			readonly move: Move;
			readonly group: RaftGroup;
			/** Whether the request named the server to elect. */
			readonly directed: boolean;
			/** This one included. */
			readonly inFlight: number;
	  }
	| {readonly type: 'move-ended'; readonly at: number; readonly outcome: MoveOutcome}
	| {
			readonly type: 'replanned';
			readonly at: number;
			/** Moves of the new plan. */
			readonly moves: number;
			/** Groups that the plan had to leave alone. */
			readonly resting: number;
	  }
	| {
			readonly type: 'run-stopping';
			readonly at: number;
			readonly reason: StopReason;
			/** Still awaited. */
			readonly inFlight: number;
	  }
	| {readonly type: 'run-ended'; readonly at: number; readonly summary: RunSummary};

export type RunOutcome = 'balanced' | 'drained' | 'done' | 'partial' | 'aborted' | 'refused';

export type RunSummary = {
	readonly runId: string;
	readonly outcome: RunOutcome;
	/** Step-downs that were expected at the start. */
	readonly planned: number;
	/** Requests sent. */
	readonly stepDowns: number;
	readonly elapsedMs: number;
	/** In the order in which they ended; those that were never sent come last. */
	readonly moves: readonly MoveOutcome[];
	/** Why the goal was not reached, in one line; undefined when it was. */
	readonly reason: string | undefined;
	/** What the operator should know of it whether it was reached or not, each in one line. */
	readonly warnings: readonly string[];
};
