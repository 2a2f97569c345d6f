import type {GroupsReported} from '../../domain/cluster-event.ts';
import {isPinned} from '../../domain/group-health.ts';
import {groupIn, streamKey, type RaftGroup, type ReportedGroup} from '../../domain/raft-group.ts';
import {hasJetStream} from '../../domain/server.ts';
import type {Knowledge, Reducer} from '../knowledge.ts';
import {measureRate} from '../measure-rate.ts';
import {missingInventories} from '../missing-inventories.ts';
import {loseLeader} from './lose-leader.ts';

/** Takes in what one server says of the groups that it leads, and of those that it hosts and misses a leader of. */
export const groupsReported: Reducer<GroupsReported> = (knowledge, event) => {
	let changed = false;
	for (const group of event.led) {
		noteUnheard(knowledge, group);
		changed = takeLeadersWord(knowledge, event, group) || changed;
	}

	for (const group of event.leaderless) {
		noteUnheard(knowledge, group);
		changed = takeHostsWord(knowledge, event, group) || changed;
	}

	return changed;
};

/** Who is in a replica set is expected, also where no meta leader lists its peers. */
function noteUnheard({servers, unheard}: Knowledge, {leader, followers}: ReportedGroup): void {
	if (leader !== undefined && !servers.has(leader)) {
		unheard.add(leader);
	}

	for (const {server} of followers) {
		if (!servers.has(server)) {
			unheard.add(server);
		}
	}
}

function takeLeadersWord(
	knowledge: Knowledge,
	{askedAt, server}: GroupsReported,
	reported: ReportedGroup,
): boolean {
	const {ledger} = knowledge;
	const {key} = reported;
	const known = ledger.groups.get(key);
	const sighting = ledger.sighting(key);
	const sameLeader = known?.leader === server;
	const outdated = sighting !== undefined && sighting.knownAt > askedAt;
	if ((outdated && !sameLeader) || isDeleted(knowledge, reported, askedAt)) {
		return false;
	}

	const {reading, perSecond} = measureRate(
		{reading: sighting?.reading, perSecond: known?.messagesPerSecond},
		reported.messages,
		askedAt,
	);
	const group = groupIn(reported, {
		leader: server,
		leaderSince: reported.leaderSince ?? (sameLeader ? known.leaderSince : undefined),
		replicas: reported.replicas,
		followers: reported.followers,
		messagesPerSecond: perSecond,
	});
	const knownAt = Math.max(askedAt, sighting?.knownAt ?? 0);
	ledger.put(group, {knownAt, reading, lastLeader: undefined});
	return true;
}

/** A group of which this server, once its leader or not, says that nobody leads it. */
function takeHostsWord(
	knowledge: Knowledge,
	{at, askedAt, server}: GroupsReported,
	reported: ReportedGroup,
): boolean {
	const {ledger} = knowledge;
	const known = ledger.groups.get(reported.key);
	const outdated = (ledger.sighting(reported.key)?.knownAt ?? 0) > askedAt;
	const led = known?.leader !== undefined;
	if (isDeleted(knowledge, reported, askedAt) || (led && outdated)) {
		return false;
	}

	if (led && known.leader !== server && isHeld(knowledge, known)) {
		// Taken up if the leader itself does not name the group any more.
		ledger.witnesses.add(reported.key, server, askedAt);
		return false;
	}

	if (led) {
		loseLeader(knowledge, known, at);
	} else if (!known) {
		const {leaderSince, replicas, followers} = reported;
		const state = {
			leader: undefined,
			leaderSince,
			replicas,
			followers,
			messagesPerSecond: undefined,
		};
		const group = groupIn(reported, state);
		const isNew = missingInventories(knowledge).length === 0;
		ledger.put(group, {knownAt: askedAt, reading: undefined, lastLeader: undefined, isNew});
	}

	ledger.witnesses.add(reported.key, server, askedAt);
	return led || !known;
}

/** A follower's word does not outweigh a leader that is up and has not fallen silent on the group; a one-replica group has no follower. */
function isHeld({servers, ledger}: Knowledge, group: RaftGroup): boolean {
	const leader = group.leader === undefined ? undefined : servers.get(group.leader);
	const isUp = leader === undefined || hasJetStream[leader.state];
	return isPinned(group) || (isUp && !ledger.doubts.has(group.key));
}

/** Whether the group, or the stream of the consumer, was deleted after the question had been sent. */
function isDeleted({deletions}: Knowledge, group: ReportedGroup, askedAt: number): boolean {
	if (deletions.size === 0) {
		return false;
	}

	return [group.key, streamKey(group)].some(deleted => (deletions.get(deleted) ?? 0) > askedAt);
}
