import type {GroupRecord, SnapshotRecord, OverallRecord, ServerRecord} from '../domain/snapshot.ts';
import {groupKey, groupPlace, type RaftGroup} from '../domain/raft-group.ts';
import type {Knowledge} from './knowledge.ts';

/** All that is known, as data in an order in which it can be restored. Later events change nothing in it. */
export function snapshotOf(knowledge: Knowledge): SnapshotRecord[] {
	const {ledger, deletions, metaLeaders, metaGroups, elections, requests, movers, rejected} =
		knowledge;
	const {offlineAssets} = knowledge;
	return [
		overall(knowledge),
		...serverRecords(knowledge),
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
		...offlineAssets.map((inAccount): SnapshotRecord => ({type: 'offline', ...inAccount})),
		...Array.from(ledger.groups.values(), group => groupRecord(knowledge, group)),
		...Array.from(deletions, ([key, at]): SnapshotRecord => ({
			type: 'deletion',
			group: groupPlace(key),
			at,
		})),
		...elections.records(),
		...requests.records(),
		...rejected.map((rejection): SnapshotRecord => ({type: 'rejection', ...rejection})),
		...Array.from(movers, ([cluster, mover]): SnapshotRecord => ({type: 'mover', cluster, mover})),
	];
}

function overall(knowledge: Knowledge): OverallRecord {
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

function serverRecords(knowledge: Knowledge): ServerRecord[] {
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

function groupRecord({ledger}: Knowledge, group: RaftGroup): GroupRecord {
	const {knownAt = 0, reading, lastLeader, isNew = false} = ledger.provenance(group.key) ?? {};
	const account = ledger.accounts.nameOf(group.accountId) ?? group.account;
	return {
		type: 'group',
		group: account === group.account ? group : {...group, account},
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
export function restoreRecord(knowledge: Knowledge, record: SnapshotRecord): void {
	switch (record.type) {
		case 'overall':
			restoreOverall(knowledge, record);
			break;
		case 'server':
			restoreServer(knowledge, record);
			break;
		case 'meta-leader':
			knowledge.metaLeaders.set(record.cluster, {leader: record.leader, domain: record.domain});
			break;
		case 'meta-group':
			knowledge.metaGroups.set(record.domain, record.metaGroup);
			break;
		case 'offline': {
			const {domain, accountId, assets} = record;
			knowledge.offlineAssets.push({domain, accountId, assets});
			break;
		}

		case 'group':
			restoreGroup(knowledge, record);
			break;
		case 'deletion':
			knowledge.deletions.set(groupKey(record.group), record.at);
			break;
		case 'request':
			knowledge.requests.restore(record);
			break;
		case 'rejection':
			knowledge.rejected.push({at: record.at, subject: record.subject, reason: record.reason});
			break;
		case 'mover':
			knowledge.movers.set(record.cluster, record.mover);
			break;
		default:
			knowledge.elections.restore(record);
	}
}

function restoreOverall(knowledge: Knowledge, record: OverallRecord): void {
	knowledge.now = record.now;
	knowledge.connection = record.connection;
	knowledge.baseline =
		record.baseline && new Map(record.baseline.map(({server, leaders}) => [server, leaders]));
	knowledge.elections.restoreFigures(record);
	knowledge.rejectedCount = record.rejected;
	for (const name of record.unheard ?? []) {
		knowledge.unheard.add(name);
	}

	knowledge.sampledAt.push(...(record.sampledAt ?? []));
}

function restoreServer(knowledge: Knowledge, record: ServerRecord): void {
	const {name, looked, lookedAt, trend} = record;
	setKnown(knowledge.servers, name, record.server);
	setKnown(knowledge.serverReadings, name, record.readings);
	setKnown(knowledge.departures, name, record.departure);
	setKnown(knowledge.inventoryAskedAt, name, lookedAt);
	setKnown(knowledge.restarts, name, record.restart);
	setKnown(knowledge.lags, name, record.lags?.slice());
	setKnown(knowledge.trends, name, trend.length > 0 ? [...trend] : undefined);
	if (looked) {
		knowledge.inventoried.add(name);
	}
}

function restoreGroup({ledger}: Knowledge, record: GroupRecord): void {
	const {group, knownAt, reading, lastLeader, isNew, leaderlessSince, doubtedSince} = record;
	ledger.put(group, {knownAt, reading, lastLeader, isNew});
	setKnown(ledger.leaderless, group.key, leaderlessSince);
	setKnown(ledger.doubts, group.key, doubtedSince);
	for (const {server, at} of record.witnesses) {
		ledger.leaderlessReports.add(group.key, server, at);
	}
}

function setKnown<Value>(map: Map<string, Value>, name: string, value: Value | undefined): void {
	if (value !== undefined) {
		map.set(name, value);
	}
}
