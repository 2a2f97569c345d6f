import type {LeaderElected, QuorumLost} from '../domain/cluster-event.ts';
import {electionCause, type LeftServer} from '../domain/election-cause.ts';
import {isPinned, groupIn, groupKey, type Follower, type RaftGroup} from '../domain/raft-group.ts';
import {hasJetStream} from '../domain/server.ts';
import {missingInventories} from './completeness.ts';
import type {Knowledge} from './knowledge.ts';
import {sampleTrends} from './samples.ts';

/** Moves a group to its new leader; an unknown group is added with what the advisory says. */
export function leaderElected(knowledge: Knowledge, event: LeaderElected): boolean {
	const {ledger} = knowledge;
	const known = ledger.groups.get(groupKey(event.group));
	const group = known ? withLeader(event, known, knowledge) : discovered(event, knowledge);
	noteElection(knowledge, event, group, known);
	const reading = ledger.provenance(group.key)?.reading;
	ledger.put(group, {knownAt: event.at, reading, lastLeader: undefined});
	sampleTrends(knowledge);
	return true;
}

function withLeader(
	{at, leader, followers}: LeaderElected,
	known: RaftGroup,
	knowledge: Knowledge,
): RaftGroup {
	const before = otherPeers(known, leader, knowledge);
	return groupIn(known, {
		leader,
		leaderSince: at,
		// An election is proof of other peers, even where the advisory does not list them.
		replicas: followers ? followers.length + 1 : Math.max(known.replicas, 2),
		followers: followers?.map(follower => asKnown(follower, before)) ?? before,
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
	knowledge: Knowledge,
): readonly Follower[] {
	if (previous === leader) {
		return followers;
	}

	const others = followers.filter(({server}) => server !== leader);
	const all = previous === undefined ? others : [pastLeader(previous, knowledge), ...others];
	return all.slice(0, Math.max(replicas - 1, 1));
}

function discovered(
	{at, group, leader, followers}: LeaderElected,
	{servers, ledger}: Knowledge,
): RaftGroup {
	return {
		...group,
		key: groupKey(group),
		cluster: servers.get(leader)?.cluster ?? '',
		account: ledger.accounts.shown(group.accountId) ?? group.accountId,
		leader,
		leaderSince: at,
		replicas: followers ? followers.length + 1 : 2,
		followers: followers ?? [],
		messages: undefined,
		bytesPerMessage: undefined,
		messagesPerSecond: undefined,
	};
}

/** Records an election with the cause that was seen for it. */
function noteElection(
	knowledge: Knowledge,
	{at, leader, group: identity}: LeaderElected,
	group: RaftGroup,
	known: RaftGroup | undefined,
): void {
	const {elections, requests, ledger, movers} = knowledge;
	const provenance = ledger.provenance(group.key);
	const from = known?.leader ?? provenance?.lastLeader;
	const isNew = provenance ? provenance.isNew === true : missingInventories(knowledge).length === 0;
	const request = requests.take(identity, at);
	const begin = isNew ? undefined : (ledger.leaderless.get(group.key) ?? request?.at);
	elections.add({
		at,
		group,
		from,
		to: leader,
		cause: electionCause({
			at,
			request: request?.by,
			server: leftServer(knowledge, from),
			ledSince: known?.leader === undefined ? undefined : known.leaderSince,
			hadLostQuorum: elections.hadLostQuorum(group.key, at),
			isNew,
		}),
		who: request && whoAsked(request, movers.get(group.cluster)),
		gapMs: begin === undefined ? undefined : Math.max(0, at - begin),
	});
}

/** A request of a leadertop, or of an unnamed client, gets the name of the leadertop that has claimed the cluster. */
function whoAsked(
	{by, who}: {readonly by: 'us' | 'others'; readonly who: string | undefined},
	mover: string | undefined,
): string | undefined {
	const isMovers = by === 'others' && (who === undefined || who.startsWith('leadertop'));
	return isMovers && mover !== undefined ? `${who ?? 'others'} (${mover})` : who;
}

/**
 * How long after an election the state of the old leader's server may still explain it, in ms. A server that is stopped
 * hands its leaders over before it says so; one that was killed is missed only after some rounds.
 */
const explainsMs = 10_000;

/** The server has been seen to be in another state: that may be why its groups have just elected. */
export function explainElections(knowledge: Knowledge, name: string, at: number): void {
	const server = leftServer(knowledge, name);
	const seen = {request: undefined, ledSince: undefined, hadLostQuorum: false, isNew: false};
	knowledge.elections.explain(at - explainsMs, ({from}) =>
		from === name ? electionCause({...seen, at, server}) : 'untold',
	);
}

function leftServer(
	{servers, departures}: Knowledge,
	name: string | undefined,
): LeftServer | undefined {
	const server = name === undefined ? undefined : servers.get(name);
	return (
		server && {
			state: server.state,
			leaving: departures.get(server.name),
			rejoinedAt: server.rejoinedAt,
		}
	);
}

/**
 * A group that lost its quorum has no leader: the leader reports the loss after it stepped down. Followers report one
 * by mistake in the midst of an election; such a report after the election changes nothing.
 */
export function quorumLost(knowledge: Knowledge, event: QuorumLost): boolean {
	const group = knowledge.ledger.groups.get(groupKey(event.group));
	if (!group || !knowledge.elections.loseQuorum(group, event.at)) {
		return false;
	}

	loseLeader(knowledge, group, event.at);
	return true;
}

/** A server that stopped leads nothing any more. Its one-replica groups stay with it: there is no other place for them. */
export function abandonLeaders(knowledge: Knowledge, server: string, at: number): void {
	for (const group of knowledge.ledger.ledBy(server)) {
		if (!isPinned(group)) {
			loseLeader(knowledge, group, at);
		}
	}
}

/**
 * How long the hosts of a group that lost its leader are taken to know it without naming it, in ms.
 * Until their election timeout (4 to 9 s) they still name the old leader, and so neither lead it nor miss a leader.
 */
const graceMs = 15_000;

/** Makes a replicated group leaderless, as seen at `at`. */
export function loseLeader(knowledge: Knowledge, group: RaftGroup, at: number): void {
	const {ledger} = knowledge;
	const {key, leader, replicas, followers, messagesPerSecond} = group;
	if (leader === undefined) {
		return;
	}

	for (const {server} of followers) {
		ledger.leaderlessReports.add(key, server, at + graceMs);
	}

	const peers = [...followers, pastLeader(leader, knowledge)];
	const state = {leader: undefined, leaderSince: undefined, replicas, messagesPerSecond};
	ledger.put(groupIn(group, {...state, followers: peers}), {
		knownAt: at,
		reading: ledger.provenance(key)?.reading,
		lastLeader: leader,
	});
}

/** Who led a group and does not any more is its follower, and has all that the group has, if its server is still there. */
function pastLeader(name: string, {servers}: Knowledge): Follower {
	const online = hasJetStream[servers.get(name)?.state ?? 'online'];
	return {server: name, current: online, lag: 0, online};
}
