import type {GroupMemory, SnapshotRecord, OverallMemory, ServerMemory} from '../domain/memory.ts';
import {groupKey} from '../domain/raft-group.ts';
import type {Knowledge} from './knowledge.ts';

type Memories = {[Each in SnapshotRecord as Each['type']]: Each};
type Type = keyof Memories;
type Recalls = {readonly [Each in Type]: (knowledge: Knowledge, memory: Memories[Each]) => void};

/** A memory paired with its type, so that the compiler sees that the table's entry fits it. */
type MemoryOf<Known extends Type> = {
	[Each in Known]: {readonly type: Each} & Memories[Each];
}[Known];

const recalls: Recalls = {
	overall: recallOverall,
	server: recallServer,
	'meta-leader': ({metaLeaders}, {cluster, leader, domain}) => {
		metaLeaders.set(cluster, {leader, domain});
	},
	'meta-group': ({metaGroups}, {domain, metaGroup}) => {
		metaGroups.set(domain, metaGroup);
	},
	group: recallGroup,
	deletion: ({deletions}, {group, at}) => {
		deletions.set(groupKey(group), at);
	},
	election: ({elections}, memory) => {
		elections.recall(memory);
	},
	'quorum-loss': ({elections}, memory) => {
		elections.recall(memory);
	},
	'without-quorum': ({elections}, memory) => {
		elections.recall(memory);
	},
	restless: ({elections}, memory) => {
		elections.recall(memory);
	},
	request: ({requests}, memory) => {
		requests.recall(memory);
	},
	rejection: ({rejected}, {at, subject, reason}) => {
		rejected.push({at, subject, reason});
	},
	mover: ({movers}, {cluster, mover}) => {
		movers.set(cluster, mover);
	},
};

/** Takes one memory in, as part of all of them, in their order. */
export function recallMemory<Known extends Type>(
	knowledge: Knowledge,
	memory: MemoryOf<Known>,
): void {
	recalls[memory.type](knowledge, memory);
}

function recallOverall(knowledge: Knowledge, memory: OverallMemory): void {
	knowledge.now = memory.now;
	knowledge.connection = memory.connection;
	knowledge.baseline =
		memory.baseline && new Map(memory.baseline.map(({server, leaders}) => [server, leaders]));
	knowledge.elections.recallFigures(memory);
	knowledge.rejectedCount = memory.rejected;
	for (const name of memory.unheard ?? []) {
		knowledge.unheard.add(name);
	}
	knowledge.sampledAt.push(...(memory.sampledAt ?? []));
}

function recallServer(knowledge: Knowledge, memory: ServerMemory): void {
	const {servers, serverReadings, departures, looked, lookedAt, restarts, lags, trends} = knowledge;
	const {name, server, readings, departure, trend, restart} = memory;
	if (server) {
		servers.set(name, server);
	}

	if (readings) {
		serverReadings.set(name, readings);
	}

	if (departure) {
		departures.set(name, departure);
	}

	if (memory.looked) {
		looked.add(name);
	}

	if (memory.lookedAt !== undefined) {
		lookedAt.set(name, memory.lookedAt);
	}

	if (restart) {
		restarts.set(name, restart);
	}

	if (memory.lags) {
		lags.set(name, [...memory.lags]);
	}

	if (trend.length > 0) {
		trends.set(name, [...trend]);
	}
}

function recallGroup({ledger}: Knowledge, memory: GroupMemory): void {
	const {group, knownAt, reading, lastLeader, isNew, leaderlessSince, doubtedSince} = memory;
	ledger.put(group, {knownAt, reading, lastLeader, isNew});
	if (leaderlessSince !== undefined) {
		ledger.leaderless.set(group.key, leaderlessSince);
	}

	if (doubtedSince !== undefined) {
		ledger.doubts.set(group.key, doubtedSince);
	}

	for (const {server, at} of memory.witnesses) {
		ledger.witnesses.add(group.key, server, at);
	}
}
