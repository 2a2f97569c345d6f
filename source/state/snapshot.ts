import type {GroupMemory, SnapshotRecord, OverallMemory, ServerMemory} from '../domain/memory.ts';
import {groupKey, groupPlace, type RaftGroup} from '../domain/raft-group.ts';
import type {Knowledge} from './knowledge.ts';

/** All that is known, as data in an order in which it can be restored. Later events change nothing in it. */
export function snapshot(knowledge: Knowledge): SnapshotRecord[] {
	const {ledger, deletions, metaLeaders, metaGroups, elections, requests, movers, rejected} =
		knowledge;
	return [
		overall(knowledge),
		...serverMemories(knowledge),
		...Array.from(metaLeaders, ([cluster, {leader, domain}]): SnapshotRecord => ({
			type: 'meta-leader',
			cluster,
			leader,
			domain,
		})),
		...Array.from(metaGroups, ([domain, metaGroup]): SnapshotRecord => ({
			type: 'meta-group',
			domain,
			metaGroup,
		})),
		...Array.from(ledger.groups.values(), group => groupMemory(knowledge, group)),
		...Array.from(deletions, ([key, at]): SnapshotRecord => ({
			type: 'deletion',
			group: groupPlace(key),
			at,
		})),
		...elections.memories(),
		...requests.memories(),
		...rejected.map((rejection): SnapshotRecord => ({type: 'rejection', ...rejection})),
		...Array.from(movers, ([cluster, mover]): SnapshotRecord => ({type: 'mover', cluster, mover})),
	];
}

function overall(knowledge: Knowledge): OverallMemory {
	const {now, connection, baseline, elections, rejectedCount, unheard, sampledAt} = knowledge;
	return {
		type: 'overall',
		now,
		connection,
		baseline: baseline && Array.from(baseline, ([server, leaders]) => ({server, leaders})),
		...elections.figures(),
		rejected: rejectedCount,
		unheard: [...unheard],
		sampledAt: [...sampledAt],
	};
}

function serverMemories(knowledge: Knowledge): ServerMemory[] {
	const {servers, serverReadings, departures, restarts, lags, trends} = knowledge;
	const {inventoried, inventoryAskedAt} = knowledge;
	const byName = [servers, serverReadings, departures, inventoried, inventoryAskedAt];
	const names = new Set([...byName, restarts, trends].flatMap(each => [...each.keys()]));
	return Array.from(names, name => ({
		type: 'server',
		name,
		server: servers.get(name),
		readings: serverReadings.get(name),
		departure: departures.get(name),
		looked: inventoried.has(name),
		lookedAt: inventoryAskedAt.get(name),
		restart: restarts.get(name),
		lags: lags.get(name)?.slice(),
		trend: [...(trends.get(name) ?? [])],
	}));
}

function groupMemory({ledger}: Knowledge, group: RaftGroup): GroupMemory {
	const {knownAt = 0, reading, lastLeader, isNew = false} = ledger.provenance(group.key) ?? {};
	return {
		type: 'group',
		group,
		knownAt,
		reading,
		lastLeader,
		isNew,
		leaderlessSince: ledger.leaderless.get(group.key),
		doubtedSince: ledger.doubts.get(group.key),
		witnesses: ledger.leaderlessReports.of(group.key),
	};
}

/** Takes one part of a snapshot in; all of them in their order make empty knowledge what it was. */
export function restore(knowledge: Knowledge, memory: SnapshotRecord): void {
	switch (memory.type) {
		case 'overall':
			restoreOverall(knowledge, memory);
			break;
		case 'server':
			restoreServer(knowledge, memory);
			break;
		case 'meta-leader':
			knowledge.metaLeaders.set(memory.cluster, {leader: memory.leader, domain: memory.domain});
			break;
		case 'meta-group':
			knowledge.metaGroups.set(memory.domain, memory.metaGroup);
			break;
		case 'group':
			restoreGroup(knowledge, memory);
			break;
		case 'deletion':
			knowledge.deletions.set(groupKey(memory.group), memory.at);
			break;
		case 'request':
			knowledge.requests.recall(memory);
			break;
		case 'rejection':
			knowledge.rejected.push({at: memory.at, subject: memory.subject, reason: memory.reason});
			break;
		case 'mover':
			knowledge.movers.set(memory.cluster, memory.mover);
			break;
		default:
			knowledge.elections.recall(memory);
	}
}

function restoreOverall(knowledge: Knowledge, memory: OverallMemory): void {
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

function restoreServer(knowledge: Knowledge, memory: ServerMemory): void {
	const {name, looked, lookedAt, trend} = memory;
	setKnown(knowledge.servers, name, memory.server);
	setKnown(knowledge.serverReadings, name, memory.readings);
	setKnown(knowledge.departures, name, memory.departure);
	setKnown(knowledge.inventoryAskedAt, name, lookedAt);
	setKnown(knowledge.restarts, name, memory.restart);
	setKnown(knowledge.lags, name, memory.lags?.slice());
	setKnown(knowledge.trends, name, trend.length > 0 ? [...trend] : undefined);
	if (looked) {
		knowledge.inventoried.add(name);
	}
}

function restoreGroup({ledger}: Knowledge, memory: GroupMemory): void {
	const {group, knownAt, reading, lastLeader, isNew, leaderlessSince, doubtedSince} = memory;
	ledger.put(group, {knownAt, reading, lastLeader, isNew});
	setKnown(ledger.leaderless, group.key, leaderlessSince);
	setKnown(ledger.doubts, group.key, doubtedSince);
	for (const {server, at} of memory.witnesses) {
		ledger.leaderlessReports.add(group.key, server, at);
	}
}

function setKnown<Value>(map: Map<string, Value>, name: string, value: Value | undefined): void {
	if (value !== undefined) {
		map.set(name, value);
	}
}
