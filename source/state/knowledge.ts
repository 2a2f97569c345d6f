import type {ReplyRejected} from '../domain/cluster-event.ts';
import type {MetaGroup} from '../domain/meta-group.ts';
import type {OfflineInAccount} from '../domain/offline-asset.ts';
import type {GroupKey} from '../domain/raft-group.ts';
import type {Server} from '../domain/server.ts';
import type {LagSample, ServerRestart} from '../domain/server-restart.ts';
import type {ClusterView} from './cluster-view.ts';
import {ElectionRecord} from './election-record.ts';
import {GroupLedger} from './group-ledger.ts';
import type {TrafficReadings} from './rates.ts';
import {StepDownRequests} from './step-down-requests.ts';

/** All that the store remembers. Reducers change it in place; the view shows it. */
export type Knowledge = {
	revision: number;
	now: number;
	connection: ClusterView['connection'];
	readonly servers: Map<string, Server>;
	/** Grows with each change of a server or a meta group that could make a difference to a plan or to whether a server may stop. */
	serversPlanRevision: number;
	/** The message counters from which the servers' next rates are measured. */
	readonly serverReadings: Map<string, TrafficReadings>;
	/** Servers that announced in their present life that they stop. */
	readonly departures: Map<string, 'lame-duck' | 'shutdown'>;
	/** Servers that replica sets name and no round has reported yet. */
	readonly unheard: Set<string>;
	/** Servers whose inventory has been seen since they appeared or the connection was made. */
	readonly inventoried: Set<string>;
	/** When the last complete inventory of a server was asked for, epoch in ms. */
	readonly inventoryAskedAt: Map<string, number>;
	/** By server; those that were never away are missing. */
	readonly restarts: Map<string, ServerRestart>;
	/** What the replicas of a server lacked, oldest first, bounded; of those that lacked something lately. */
	readonly lags: Map<string, LagSample[]>;
	readonly ledger: GroupLedger;
	/** When groups were deleted that an inventory asked for before may still name. Oldest first. */
	readonly deletions: Map<GroupKey, number>;
	/** By cluster. */
	readonly metaLeaders: Map<string, MetaLeader>;
	/** By domain. */
	readonly metaGroups: Map<string | undefined, MetaGroup>;
	/** The last listing of each account. */
	readonly offlineAssets: OfflineInAccount[];
	readonly elections: ElectionRecord;
	readonly requests: StepDownRequests;
	/** Who else moves leaders at the moment, in words, by cluster. */
	readonly movers: Map<string, string>;
	baseline: ReadonlyMap<string, number> | undefined;
	/** Leaders of each server, newest last, bounded. */
	readonly trends: Map<string, number[]>;
	/** When the trends were sampled, epoch in ms: all of them at once, the last time is that of their last samples. */
	readonly sampledAt: number[];
	readonly rejected: Omit<ReplyRejected, 'type'>[];
	rejectedCount: number;
};

export type MetaLeader = {readonly leader: string; readonly domain: string | undefined};

export function emptyKnowledge(): Knowledge {
	return {
		revision: 0,
		now: 0,
		connection: {state: 'reconnecting', at: 0, detail: undefined},
		servers: new Map(),
		serversPlanRevision: 0,
		serverReadings: new Map(),
		departures: new Map(),
		unheard: new Set(),
		inventoried: new Set(),
		inventoryAskedAt: new Map(),
		restarts: new Map(),
		lags: new Map(),
		ledger: new GroupLedger(),
		deletions: new Map(),
		metaLeaders: new Map(),
		metaGroups: new Map(),
		offlineAssets: [],
		elections: new ElectionRecord(),
		requests: new StepDownRequests(),
		movers: new Map(),
		baseline: undefined,
		trends: new Map(),
		sampledAt: [],
		rejected: [],
		rejectedCount: 0,
	};
}

/** Forgets all that is known by names of servers and clusters, and of their groups. */
export function forgetServersAndGroups(knowledge: Knowledge): void {
	const {revision, now, connection, elections, requests, movers, rejected, rejectedCount} =
		knowledge;
	const serversPlanRevision = knowledge.serversPlanRevision + 1;
	Object.assign(knowledge, emptyKnowledge(), {
		revision,
		now,
		connection,
		serversPlanRevision,
		elections,
		requests,
		movers,
		rejected,
		rejectedCount,
	});
}
