import type {
	DeletionMemory,
	GroupMemory,
	SnapshotRecord,
	MetaGroupMemory,
	MetaLeaderMemory,
	MoverMemory,
	OverallMemory,
	RejectionMemory,
	ServerMemory,
} from '../domain/memory.ts';
import {groupPlace} from '../domain/raft-group.ts';
import type {Knowledge} from './knowledge.ts';

/** All that is known, as data in an order in which it can be taken in again. Later events change nothing in it. */
export function memoriesOf(knowledge: Knowledge): SnapshotRecord[] {
	const {ledger, deletions, metaLeaders, metaGroups, elections, requests, movers, rejected} =
		knowledge;
	return [
		overall(knowledge),
		...serverMemories(knowledge),
		...Array.from(metaLeaders, ([cluster, {leader, domain}]): MetaLeaderMemory => ({
			type: 'meta-leader',
			cluster,
			leader,
			domain,
		})),
		...Array.from(metaGroups, ([domain, metaGroup]): MetaGroupMemory => ({
			type: 'meta-group',
			domain,
			metaGroup,
		})),
		...Array.from(ledger.groups.values(), group => groupMemory(ledger, group)),
		...Array.from(deletions, ([key, at]): DeletionMemory => ({
			type: 'deletion',
			group: groupPlace(key),
			at,
		})),
		...elections.memories(),
		...requests.memories(),
		...rejected.map((rejection): RejectionMemory => ({type: 'rejection', ...rejection})),
		...Array.from(movers, ([cluster, mover]): MoverMemory => ({type: 'mover', cluster, mover})),
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
	const {servers, serverReadings, departures, looked, lookedAt, restarts, lags, trends} = knowledge;
	const names = new Set(
		[servers, serverReadings, departures, looked, lookedAt, restarts, trends].flatMap(each => [
			...each.keys(),
		]),
	);
	return Array.from(names, name => ({
		type: 'server',
		name,
		server: servers.get(name),
		readings: serverReadings.get(name),
		departure: departures.get(name),
		looked: looked.has(name),
		lookedAt: lookedAt.get(name),
		restart: restarts.get(name),
		lags: lags.has(name) ? [...(lags.get(name) ?? [])] : undefined,
		trend: [...(trends.get(name) ?? [])],
	}));
}

function groupMemory(ledger: Knowledge['ledger'], group: GroupMemory['group']): GroupMemory {
	const sighting = ledger.sighting(group.key);
	return {
		type: 'group',
		group,
		knownAt: sighting?.knownAt ?? 0,
		reading: sighting?.reading,
		lastLeader: sighting?.lastLeader,
		isNew: sighting?.isNew === true,
		leaderlessSince: ledger.leaderless.get(group.key),
		doubtedSince: ledger.doubts.get(group.key),
		witnesses: ledger.witnesses.of(group.key),
	};
}
