import {isLeaderless, isPinned, type RaftGroup} from '../domain/raft-group.ts';
import {loadsByServer} from '../domain/load-distribution.ts';
import type {ClusterView} from './cluster-view.ts';
import {derived} from './derived.ts';

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
export const tallyAccounts = derived(tally, ({groupsRevision}) => groupsRevision);

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

/** How many replicated groups of each account, by its name, a server leads. Of very many groups the answer may be a second old. */
export const accountsLedBy = derived(countAccounts, (view, server) => view.ledRevision(server));

function countAccounts({ledBy}: ClusterView, server: string): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	for (const group of ledBy(server)) {
		if (!isPinned(group)) {
			counts.set(group.account, (counts.get(group.account) ?? 0) + 1);
		}
	}

	return counts;
}

/** What the leaders of each server handle, as far as known. Of very many groups the answer may be a second old. */
export const loadOf = derived(
	({groups}, cluster: string, countR1: boolean) =>
		loadsByServer(groups.values(), cluster, {countR1}),
	({groupsRevision}) => groupsRevision,
);

/** Since when some group has no leader, epoch in ms; undefined when all have one. */
export function leaderlessSince({leaderless}: Pick<ClusterView, 'leaderless'>): number | undefined {
	let first: number | undefined;
	for (const at of leaderless.values()) {
		first = Math.min(at, first ?? at);
	}

	return first;
}
