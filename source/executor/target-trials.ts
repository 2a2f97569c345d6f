import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move, MoveOutcome} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

/** Which servers take the lead when they are to, account by account: a run leaves out those that do not. */
export type TargetTrials = {
	/** How many step-downs may be in flight towards a server: as many as may fail, until it is known to take the lead. */
	readonly limit: (accountId: string, server: string) => number;
	/** Takes in how a step-down that was sent ended. Returns whether a server is left out from now on. */
	readonly note: (outcome: MoveOutcome, isDirected: boolean) => boolean;
	/** Why a move is not sent; undefined when it may be. */
	readonly whyNot: (move: Move, group: RaftGroup) => string | undefined;
	/** The servers that are left out, by the account's id. */
	readonly leftOut: ReadonlyMap<string, ReadonlySet<string>>;
	/** The same in words, one line each. */
	readonly lines: () => readonly string[];
};

/** Fruitless transfers after which a server is left out. Each leaves a group without a leader for 4 to 9 s. */
const maxFruitless = 2;

/** A transfer that failed: Raft elects by itself after 4 s at the earliest (minElectionTimeout in server/raft.go). */
const failedTransferMs = 3500;

/**
 * A server may be an observer in the groups of an account (a leaf node link with `jetstream_cluster_migrate` that is
 * down): it follows them, current and without lag, and never takes the lead. A server that leads one of them is none.
 */
export function targetTrials({groups}: Pick<ClusterPicture, 'groups'>): TargetTrials {
	const proven = new Set<string>();
	const fruitless = new Map<string, number>();
	const leftOut = new Map<string, Set<string>>();
	const lines = new Map<string, string>();
	for (const {accountId, leader, replicas} of groups.values()) {
		if (leader !== undefined && replicas > 1) {
			proven.add(keyOf(accountId, leader));
		}
	}

	return {
		limit(accountId, server) {
			const key = keyOf(accountId, server);
			return isKnown(key) ? Infinity : maxFruitless - (fruitless.get(key) ?? 0);
		},
		note({move, group, elected, electionMs = Infinity}, isDirected) {
			if (elected !== undefined) {
				proven.add(keyOf(group.accountId, elected));
			}

			const followers = group.followers.map(({server}) => server);
			// Undirected, it is not known which one was asked to follow.
			const asked = isDirected ? [move.to ?? ''] : electionMs < failedTransferMs ? [] : followers;
			return asked.filter(server => isLastTry(group, server)).length > 0;
		},
		whyNot: ({to = ''}, {accountId}) => lines.get(keyOf(accountId, to)),
		leftOut,
		lines: () => [...lines.values()],
	};

	/** Whether it takes the lead, or not, has turned out. */
	function isKnown(key: string): boolean {
		return proven.has(key) || lines.has(key);
	}

	/** Counts a fruitless transfer. Returns whether the server is left out for it. */
	function isLastTry({accountId, account}: RaftGroup, server: string): boolean {
		const key = keyOf(accountId, server);
		const count = (fruitless.get(key) ?? 0) + 1;
		if (isKnown(key)) {
			return false;
		}

		fruitless.set(key, count);
		if (count < maxFruitless) {
			return false;
		}

		leftOut.set(accountId, new Set([...(leftOut.get(accountId) ?? []), server]));
		lines.set(
			key,
			`${server} left out: it did not take the lead of ${count} groups of ${account}. It may be an observer there, while a leaf node link with jetstream_cluster_migrate is down`,
		);
		return true;
	}
}

function keyOf(accountId: string, server: string): string {
	return `${accountId}\n${server}`;
}
