import type {ClusterPicture} from '../domain/cluster-picture.ts';
import type {Move, MoveOutcome} from '../domain/move.ts';
import type {RaftGroup} from '../domain/raft-group.ts';

/** Which servers take the lead when they are to, account by account: a run leaves out those that do not. */
export type TargetTrials = {
	/** How many step-downs may be in flight towards a server: as many as may fail, until it is known to take the lead. */
	readonly limit: (accountId: string, server: string) => number;
	/** Takes in how a step-down that was sent ended. Returns whether a server is left out from now on. */
	readonly note: (outcome: MoveOutcome, isDirected: boolean) => boolean;
	/** Why a move is not to be sent; undefined when it may be. */
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
 * down): it follows them, current and without lag, and never takes the lead. Who leads one of them is none.
 */
export function targetTrials({groups}: Pick<ClusterPicture, 'groups'>): TargetTrials {
	const proven = new Map<string, Set<string>>();
	const leftOut = new Map<string, Set<string>>();
	const fruitless = new Map<string, number>();
	const lines = new Map<string, string>();
	for (const {accountId, leader, replicas} of groups.values()) {
		if (leader !== undefined && replicas > 1) {
			setIn(proven, accountId).add(leader);
		}
	}

	return {
		limit: (accountId, server) =>
			isKnown(accountId, server) ? Infinity : maxFruitless - fruitlessOf(accountId, server),
		note({move, group, elected, electionMs = Infinity}, isDirected) {
			if (elected !== undefined) {
				setIn(proven, group.accountId).add(elected);
			}

			const followers = group.followers.map(({server}) => server);
			// Who was asked to follow is known only where it was said.
			const asked = isDirected ? [move.to ?? ''] : electionMs < failedTransferMs ? [] : followers;
			const failed = asked.filter(
				server => !isKnown(group.accountId, server) && fails(group, server),
			);
			return failed.length > 0;
		},
		whyNot: ({to = ''}, {accountId}) => lines.get(keyOf(accountId, to)),
		leftOut,
		lines: () => [...lines.values()],
	};

	/** Whether it takes the lead, or not, has turned out. */
	function isKnown(accountId: string, server: string): boolean {
		return Boolean(proven.get(accountId)?.has(server) || leftOut.get(accountId)?.has(server));
	}

	function fruitlessOf(accountId: string, server: string): number {
		return fruitless.get(keyOf(accountId, server)) ?? 0;
	}

	/** Counts a fruitless transfer. Returns whether it was the last one. */
	function fails({accountId, account}: RaftGroup, server: string): boolean {
		const key = keyOf(accountId, server);
		const count = fruitlessOf(accountId, server) + 1;
		fruitless.set(key, count);
		if (count < maxFruitless) {
			return false;
		}

		setIn(leftOut, accountId).add(server);
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

function setIn(sets: Map<string, Set<string>>, key: string): Set<string> {
	const found = sets.get(key) ?? new Set();
	sets.set(key, found);
	return found;
}
