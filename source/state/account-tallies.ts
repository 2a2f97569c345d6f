import {isLeaderless, isPinned} from '../domain/group-health.ts';
import type {RaftGroup} from '../domain/raft-group.ts';
import {ageOf} from './age-of.ts';
import type {ClusterView} from './cluster-view.ts';

/** What one account has in one cluster. */
export type AccountTally = {
	readonly accountId: string;
	/** As people know it; the id while nothing has told the name. */
	readonly account: string;
	/** With two or more replicas, leaderless ones included. */
	readonly streams: number;
	readonly consumers: number;
	/** With one replica. */
	readonly r1: number;
	readonly leaderless: number;
	/** Messages that its streams take in; undefined before they have been measured. */
	readonly messagesPerSecond: number | undefined;
	/** Leaders that count, by server. */
	readonly leaders: ReadonlyMap<string, number>;
};

/** The accounts that have groups in a cluster, in no order. A tally of very many groups may be a second old. */
export function tallyAccounts(view: ClusterView, cluster: string): readonly AccountTally[] {
	const last = answers.get(view);
	if (last && last.cluster === cluster && isGoodEnough(last, view)) {
		return last.tallies;
	}

	const tallies = tally(view, cluster);
	answers.set(view, {cluster, revision: view.groupsRevision, at: view.now, tallies});
	return tallies;
}

type Answer = {
	readonly cluster: string;
	readonly revision: number;
	/** Arrival of the newest event then, epoch in ms. */
	readonly at: number;
	readonly tallies: readonly AccountTally[];
};

/** The last answer for each view: a screen asks the same thing many times. */
const answers = new WeakMap<ClusterView, Answer>();

const many = 5000;

function isGoodEnough({revision, at}: Answer, view: ClusterView): boolean {
	const lifeMs = view.groups.size > many ? 1000 : 0;
	return revision === view.groupsRevision || ageOf(at, view) < lifeMs;
}

function tally({groups}: ClusterView, cluster: string): readonly AccountTally[] {
	const counts = new Map<string, Counts>();
	for (const group of groups.values()) {
		if (group.cluster === cluster) {
			const known = counts.get(group.accountId) ?? newCounts(group);
			counts.set(group.accountId, known);
			count(known, group);
		}
	}

	return [...counts.values()];
}

type Counts = {
	-readonly [Key in Exclude<keyof AccountTally, 'leaders'>]: AccountTally[Key];
} & {readonly leaders: Map<string, number>};

function newCounts({accountId, account}: RaftGroup): Counts {
	return {
		accountId,
		account,
		streams: 0,
		consumers: 0,
		r1: 0,
		leaderless: 0,
		messagesPerSecond: undefined,
		leaders: new Map(),
	};
}

function count(counts: Counts, group: RaftGroup): void {
	const {kind, leader, account, accountId, messagesPerSecond} = group;
	if (account !== accountId) {
		counts.account = account;
	}

	if (kind === 'stream' && messagesPerSecond !== undefined) {
		counts.messagesPerSecond = (counts.messagesPerSecond ?? 0) + messagesPerSecond;
	}

	if (isPinned(group)) {
		counts.r1++;
		return;
	}

	counts[kind === 'stream' ? 'streams' : 'consumers']++;
	counts.leaderless += isLeaderless(group) ? 1 : 0;
	if (leader !== undefined) {
		counts.leaders.set(leader, (counts.leaders.get(leader) ?? 0) + 1);
	}
}
