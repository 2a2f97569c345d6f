import type {AccountAccess} from '../domain/account-access.ts';
import type {BestRatio} from '../domain/cluster-summary.ts';
import type {ReplicaEvidence} from '../domain/diagnosis/replica-evidence.ts';
import type {CountingRules} from '../domain/distribution.ts';
import type {Checklist} from '../domain/upgrade/checklist.ts';
import type {MoveOutcome} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import type {ClusterView} from '../state/cluster-view.ts';
import type {OfferAnswer, PlanRequest} from '../domain/plan/offer.ts';
import type {Glyphs} from './glyphs.ts';
import type {RollNotice} from '../domain/roll/notice.ts';
import type {ReplayState} from '../domain/replay-state.ts';
import type {StopAnswer} from '../domain/stop-verdict.ts';
import type {Work} from '../domain/work.ts';

/** Everything outside that the screen shows, read anew for each picture. */
export type World = {
	readonly view: ClusterView;
	/** Epoch in ms; in a recording, of the time that it is about. */
	readonly now: number;
	/** Epoch in ms where the operator sits. */
	readonly wallNow: number;
	readonly origin: Origin;
	readonly rules: CountingRules;
	/** Whether anything may be changed at all: not with `--read-only`, nor in a recording. */
	readonly acting: Permission;
	/** Whether a group may be stepped down. */
	readonly permissionOf: (group: RaftGroup) => Permission;
	/** Of the meta leader of a cluster. */
	readonly metaPermission: (cluster: string) => Permission;
	/** How leaders of an account's groups can be stepped down, by its id; undefined where that is not known. */
	readonly accountAccess?: ((accountId: string) => AccountAccess) | undefined;
	/** Accounts that connections for acting were given for, by id or name. */
	readonly actingAccounts?: (() => readonly string[]) | undefined;
	/** Whether a server could be stopped now; undefined: that is not known. */
	readonly stopOf?: (server: string) => StopAnswer | undefined;
	/** The best maximum that the replica sets of a cluster allow; undefined while it is not known. */
	readonly reachable?: (cluster: string) => BestRatio | undefined;
	/** What the groups of a cluster say of its servers, to explain how even they are; undefined while it is not known. */
	readonly replicas?: (cluster: string) => ReadonlyMap<string, ReplicaEvidence> | undefined;
	/** The plan for a request, brought up to date while it is asked for; undefined where nothing can be planned. */
	readonly offer?: (request: PlanRequest) => OfferAnswer;
	/** Why nothing should be run on what is known of a cluster, one line each; undefined where that is not known. */
	readonly refusals?: ((cluster: string) => readonly string[]) | undefined;
	/** What the servers say of what is asked for, at the time at which it was asked for; undefined where there are none to ask. */
	readonly raw?: ((target: RawTarget, askedAt: number) => RawAnswer) | undefined;
	/** Servers that were drained and are kept empty. */
	readonly drained: ReadonlySet<string>;
	/** Servers that others keep empty: `user@host` by server name. */
	readonly drainedBy?: ReadonlyMap<string, string> | undefined;
	/** The roll that is conducted on a cluster, here or by another process, then with who does it. */
	readonly roll?:
		| ((
				cluster: string,
		  ) => {readonly who: string | undefined; readonly roll: RollNotice} | undefined)
		| undefined;
	/** Servers that are followed through their restarts, by name. */
	readonly checklists: ReadonlyMap<string, Checklist>;
	/** What the last run moved; empty before the first. */
	readonly lastRun: readonly MoveOutcome[];
	/** Who else runs moves on this cluster or keeps it even; undefined if unknown. */
	readonly mover?: ((cluster: string) => string | undefined) | undefined;
	/** Where the replay stands; undefined where the cluster is live. */
	readonly replay: ReplayState | undefined;
	/** Whether the session is recorded, or its recording failed; undefined without --record. */
	readonly recording: 'on' | 'failed' | undefined;
	/** What the terminal can show. */
	readonly glyphs: Glyphs;
	/** Step-downs that run, or ran last. */
	readonly work: Work | undefined;
};

/** A server by its id, or a group that it leads. */
export type RawTarget = {
	readonly serverId: string | undefined;
	readonly group: RaftGroup | undefined;
};

export type RawAnswer =
	| {readonly type: 'asking'}
	| {readonly type: 'ready'; readonly text: string}
	| {readonly type: 'failed'; readonly reason: string};

/** Whether something may be done, and if not, what is missing, in one line. */
export type Permission =
	{readonly type: 'allowed'} | {readonly type: 'locked'; readonly missing: string};

/** Where the picture comes from. */
export type Origin = {
	/** Context name or address. */
	readonly label: string;
	readonly type: 'system' | 'account' | 'simulated';
	/** It was seen at another time, and is replayed. */
	readonly recorded?: boolean;
	/** Name of the one account that is seen. */
	readonly account?: string | undefined;
	/** Name of the connection's account, where that is not the system account but imports its services. */
	readonly importingAccount?: string | undefined;
};
