import {isLeaderless, isPinned, type RaftGroup} from '../domain/raft-group.ts';
import {loadsByServer} from '../domain/load-distribution.ts';
import type {ClusterView} from './cluster-view.ts';

/** What one account has in one cluster. */
export type AccountTally = {
	readonly accountId: string;
	/** The name; the id while the name is unknown. */
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
			const known = counts.get(group.accountId) ?? emptyTally(group);
			counts.set(group.accountId, known);
			count(known, group);
		}
	}

	return [...counts.values()];
}

type Counts = {
	-readonly [Key in Exclude<keyof AccountTally, 'leaders'>]: AccountTally[Key];
} & {readonly leaders: Map<string, number>};

/** The tally of an account without any group. */
export function emptyTally({accountId, account}: Pick<RaftGroup, 'accountId' | 'account'>): Counts {
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

/** Going through more groups than this ten times a second would be felt: what is derived from them may be a second old. */
const many = 5000;
const oldMs = 1000;

type Answer<Value> = {
	readonly args: readonly unknown[];
	readonly revision: number;
	/** The view's time then, epoch in ms. */
	readonly at: number;
	readonly value: Value;
};

/**
 * What is computed from a view, kept for the arguments that were asked last: each picture asks the same.
 * @param revisionOf while it is the same, so is the answer
 */
function derived<Args extends readonly unknown[], Value>(
	compute: (view: ClusterView, ...args: Args) => Value,
	revisionOf: (view: ClusterView, ...args: Args) => number,
): (view: ClusterView, ...args: Args) => Value {
	const answers = new WeakMap<ClusterView, Answer<Value>>();
	return (view, ...args) => {
		const revision = revisionOf(view, ...args);
		const last = answers.get(view);
		const isSameQuestion = last?.args.every((arg, index) => arg === args[index]);
		if (last && isSameQuestion && (last.revision === revision || isYoung(last.at, view))) {
			return last.value;
		}

		const value = compute(view, ...args);
		answers.set(view, {args, revision, at: view.now, value});
		return value;
	};
}

/** In a recording time can go back: an answer from later is worth nothing then. */
function isYoung(at: number, {groups, now}: ClusterView): boolean {
	return groups.size > many && now >= at && now - at < oldMs;
}
