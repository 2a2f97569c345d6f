import type {LeaderElected} from '../../domain/cluster-event.ts';
import {groupIn, groupKey, type Follower, type RaftGroup} from '../../domain/raft-group.ts';
import type {Knowledge, Reducer} from '../knowledge.ts';
import {missingInventories} from '../missing-inventories.ts';
import {sampleTrends} from '../sample-trends.ts';
import {pastLeader} from './lose-leader.ts';
import {noteElection} from './note-election.ts';

/** Moves a group to its new leader; one that was not known becomes known as far as the advisory tells. */
export const leaderElected: Reducer<LeaderElected> = (knowledge, event) => {
	const {ledger} = knowledge;
	const key = groupKey(event.group);
	const known = ledger.groups.get(key);
	const sighting = ledger.sighting(key);
	const group = known ? ledBy(event, known, knowledge) : discovered(event, knowledge);
	noteElection(knowledge, event, {
		group,
		from: known?.leader ?? sighting?.lastLeader,
		ledSince: known?.leader === undefined ? undefined : known.leaderSince,
		lostAt: ledger.leaderless.get(key),
		isNew: sighting ? sighting.isNew === true : missingInventories(knowledge).length === 0,
	});
	ledger.put(group, {knownAt: event.at, reading: sighting?.reading, lastLeader: undefined});
	sampleTrends(knowledge);
	return true;
};

function ledBy(
	{at, leader, followers}: LeaderElected,
	known: RaftGroup,
	knowledge: Knowledge,
): RaftGroup {
	const before = otherPeers(known, leader, knowledge);
	const others = followers?.map(follower => asKnown(follower, before)) ?? before;
	return groupIn(known, {
		leader,
		leaderSince: at,
		// An election is proof of other peers, even where the advisory does not list them.
		replicas: followers ? followers.length + 1 : Math.max(known.replicas, 2),
		followers: others,
		messagesPerSecond: known.messagesPerSecond,
	});
}

/** An advisory shows followers as they were before they heard of their leader: none is current in it. */
function asKnown(follower: Follower, before: readonly Follower[]): Follower {
	const known = before.find(({server}) => server === follower.server);
	return known ? {...known, online: known.online && follower.online} : follower;
}

/** The peers as known before, without the new leader and with the old one. */
function otherPeers(
	{leader: previous, followers, replicas}: RaftGroup,
	leader: string,
	{servers}: Knowledge,
): readonly Follower[] {
	if (previous === leader) {
		return followers;
	}

	const others = followers.filter(follower => follower.server !== leader);
	if (previous !== undefined) {
		others.unshift(pastLeader(previous, servers.get(previous)));
	}

	return others.slice(0, Math.max(replicas - 1, 1));
}

function discovered(
	{at, group, leader, followers}: LeaderElected,
	knowledge: Knowledge,
): RaftGroup {
	const state = {
		leader,
		leaderSince: at,
		replicas: followers ? followers.length + 1 : 2,
		followers: followers ?? [],
		messagesPerSecond: undefined,
	};
	const told = {
		...group,
		...state,
		key: groupKey(group),
		cluster: knowledge.servers.get(leader)?.cluster ?? '',
		account: knowledge.ledger.accounts.of(group.accountId),
		messages: undefined,
		bytesPerMessage: undefined,
	};
	return groupIn(told, state);
}
