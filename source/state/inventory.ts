import type {
	GroupDeleted,
	GroupsReported,
	LookCompleted,
	OfflineReported,
} from '../domain/cluster-event.ts';
import {
	isPinned,
	groupIn,
	groupKey,
	streamKey,
	type GroupState,
	type RaftGroup,
	type ReportedGroup,
} from '../domain/raft-group.ts';
import {hasJetStream} from '../domain/server.ts';
import {missingInventories} from './completeness.ts';
import type {GroupLedger} from './group-ledger.ts';
import type {Knowledge} from './knowledge.ts';
import {loseLeader} from './leaders.ts';
import {measureRate} from './rates.ts';
import {sampleLags} from './samples.ts';

/** Takes in what one server reports of the groups that it leads, and of those that it hosts and misses a leader of. */
export function groupsReported(knowledge: Knowledge, event: GroupsReported): boolean {
	let changed = false;
	for (const group of event.led) {
		noteUnheard(knowledge, group);
		changed = takeLed(knowledge, event, group) || changed;
	}

	for (const group of event.leaderless) {
		noteUnheard(knowledge, group);
		changed = takeLeaderless(knowledge, event, group) || changed;
	}

	return changed;
}

/** Servers in replica sets are expected, also where no meta leader lists its peers. */
function noteUnheard({servers, unheard}: Knowledge, {leader, followers}: ReportedGroup): void {
	for (const name of [leader, ...followers.map(({server}) => server)]) {
		if (name !== undefined && !servers.has(name)) {
			unheard.add(name);
		}
	}
}

function takeLed(
	knowledge: Knowledge,
	{askedAt, server}: GroupsReported,
	reported: ReportedGroup,
): boolean {
	const {ledger} = knowledge;
	const known = ledger.groups.get(reported.key);
	const provenance = ledger.provenance(reported.key);
	const isSameLeader = known?.leader === server;
	const isOutdated = provenance !== undefined && provenance.knownAt > askedAt;
	if ((isOutdated && !isSameLeader) || isDeleted(knowledge, reported, askedAt)) {
		return false;
	}

	const {reading, perSecond} = measureRate(
		{reading: provenance?.reading, perSecond: known?.messagesPerSecond},
		reported.messages,
		askedAt,
	);
	const group = groupIn(reported, {
		leader: server,
		leaderSince: reported.leaderSince ?? (isSameLeader ? known.leaderSince : undefined),
		replicas: reported.replicas,
		followers: reported.followers,
		messagesPerSecond: perSecond,
	});
	const knownAt = Math.max(askedAt, provenance?.knownAt ?? 0);
	ledger.put(group, {knownAt, reading, lastLeader: undefined});
	return true;
}

/** A group that this server, its former leader or not, reports as leaderless. */
function takeLeaderless(
	knowledge: Knowledge,
	{at, askedAt, server}: GroupsReported,
	reported: ReportedGroup,
): boolean {
	const {ledger} = knowledge;
	const known = ledger.groups.get(reported.key);
	const isOutdated = (ledger.provenance(reported.key)?.knownAt ?? 0) > askedAt;
	const isLed = known?.leader !== undefined;
	if (isDeleted(knowledge, reported, askedAt) || (isLed && isOutdated)) {
		return false;
	}

	if (isLed && known.leader !== server && isHeld(knowledge, known)) {
		// Taken up if the leader itself does not name the group any more.
		ledger.leaderlessReports.add(reported.key, server, askedAt);
		return false;
	}

	if (isLed) {
		loseLeader(knowledge, known, at);
	} else if (!known) {
		const state: GroupState = {...reported, leader: undefined, messagesPerSecond: undefined};
		const isNew = missingInventories(knowledge).length === 0;
		const provenance = {knownAt: askedAt, reading: undefined, lastLeader: undefined, isNew};
		ledger.put(groupIn(reported, state), provenance);
	}

	ledger.leaderlessReports.add(reported.key, server, askedAt);
	return isLed || !known;
}

/** A follower does not outweigh a leader that is up and still names the group; a one-replica group has no follower. */
function isHeld({servers, ledger}: Knowledge, group: RaftGroup): boolean {
	const {state} = servers.get(group.leader ?? '') ?? {state: 'online'};
	return isPinned(group) || (hasJetStream[state] && !ledger.doubts.has(group.key));
}

/** Whether the group, or the stream of the consumer, was deleted after the question had been sent. */
function isDeleted({deletions}: Knowledge, group: ReportedGroup, askedAt: number): boolean {
	return (
		deletions.size > 0 &&
		[group.key, streamKey(group)].some(deleted => (deletions.get(deleted) ?? 0) > askedAt)
	);
}

/** Takes back what a complete inventory should have named and did not. */
export function inventoryCompleted(knowledge: Knowledge, event: LookCompleted): boolean {
	const {ledger, inventoried, inventoryAskedAt} = knowledge;
	const {at, askedAt, server} = event;
	const unnamed = ledger
		.ledBy(server)
		.filter(({key}) => (ledger.provenance(key)?.knownAt ?? 0) < askedAt);
	for (const group of unnamed) {
		takeBack(knowledge, group, event);
	}

	const orphans = ledger.leaderlessReports
		.expire(server, askedAt)
		.filter(key => ledger.groups.get(key)?.leader === undefined);
	for (const key of orphans) {
		ledger.delete(key);
	}

	const isFirst = !inventoried.has(server);
	inventoried.add(server);
	inventoryAskedAt.set(server, askedAt);
	sampleLags(knowledge, at);
	const isDropped = dropDoubted(ledger, at);
	return isFirst || isDropped || unnamed.length + orphans.length > 0;
}

/**
 * The leader itself does not name the group. Where its followers miss a leader it has none; else it was deleted or is
 * being handed over, and the election follows.
 */
function takeBack(knowledge: Knowledge, group: RaftGroup, {at, askedAt}: LookCompleted): void {
	const {ledger} = knowledge;
	if (isPinned(group)) {
		ledger.delete(group.key);
	} else if (ledger.leaderlessReports.hasSince(group.key, askedAt)) {
		loseLeader(knowledge, group, at);
	} else if (!ledger.doubts.has(group.key)) {
		ledger.doubts.set(group.key, at);
	}
}

/** How long a group may be between two leaders without anybody naming it, in ms: servers before 2.11 take 265 for an election. */
const handOverMs = 2000;

/** Forgets the groups that their leaders no longer list and no other server has listed since. Returns whether there were any. */
export function dropDoubted(ledger: GroupLedger, at: number): boolean {
	const gone = [...ledger.doubts].filter(([, since]) => at - since >= handOverMs);
	for (const [key] of gone) {
		ledger.delete(key);
	}

	return gone.length > 0;
}

/** Takes in what no server runs in one account. */
export function offlineReported(
	{offlineAssets}: Knowledge,
	{domain, accountId, assets}: OfflineReported,
): boolean {
	const index = offlineAssets.findIndex(
		each => each.domain === domain && each.accountId === accountId,
	);
	const known = offlineAssets[index]?.assets ?? [];
	offlineAssets.splice(index < 0 ? 0 : index, index < 0 ? 0 : 1, {domain, accountId, assets});
	return known.length > 0 || assets.length > 0;
}

/** How long an inventory that was asked for before a deletion may still be on its way. */
const lateInventoryMs = 60_000;

/** Forgets a group; a stream takes its consumers along. */
export function groupDeleted(
	{ledger, deletions, elections}: Knowledge,
	{at, group}: GroupDeleted,
): boolean {
	for (const [key, deletedAt] of deletions) {
		if (deletedAt >= at - lateInventoryMs) {
			break;
		}

		deletions.delete(key);
	}

	const family = ledger.family(group);
	for (const key of [groupKey(group), ...family]) {
		deletions.delete(key);
		deletions.set(key, at);
		ledger.delete(key);
		elections.forget(key);
	}

	return family.length > 0;
}
