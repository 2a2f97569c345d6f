import {isLeaderless} from '../domain/group-health.ts';
import {groupsPlanAlike} from '../domain/plan/plans-alike.ts';
import {
	groupIn,
	groupKey,
	streamKey,
	type GroupIdentity,
	type GroupKey,
	type GroupState,
	type RaftGroup,
} from '../domain/raft-group.ts';
import {AccountNames} from './account-names.ts';
import {countsAlike, GroupCensus} from './group-census.ts';
import {KeyIndex} from '../domain/key-index.ts';
import {byName} from './group-list.ts';
import type {Reading} from './measure-rate.ts';
import {ReplicaLag} from './replica-lag.ts';
import {SharedFollowers} from './shared-followers.ts';
import {Witnesses} from './witnesses.ts';

/** What an entry of the ledger rests on. */
export type Sighting = {
	/**
	 * As of when this leader (or the lack of one) is known, epoch in ms: when the report that says so was asked for,
	 * or when the event arrived. Word that is older than this changes nothing.
	 */
	readonly knownAt: number;
	/** The reading of the message counter from which the next rate is measured. */
	readonly reading: Reading | undefined;
	/** Who led before nobody did. */
	readonly lastLeader: string | undefined;
	/** It appeared after everything had been looked at, and nobody has led it yet: it is new. */
	readonly isNew?: boolean;
};

/** Counted over all ledgers: a server's groups in one of them are never taken for those in another. */
let changes = 0;

/** All groups known, with counts and indexes that follow each change: one group's costs the same among a hundred thousand. */
export class GroupLedger {
	readonly groups = new Map<GroupKey, RaftGroup>();
	readonly leaderless = new Map<GroupKey, number>();
	readonly census = new GroupCensus();
	readonly lag = new ReplicaLag();
	readonly accounts = new AccountNames();
	readonly witnesses = new Witnesses();
	/** Groups whose leader does not name them any more while nobody else does yet, and since when. */
	readonly doubts = new Map<GroupKey, number>();
	/** Grows with each change that could make a difference to a plan. */
	planRevision = 0;
	/** Another number after each change of a group. To be told again what is known of one is no change. */
	revision = ++changes;
	readonly #sightings = new Map<GroupKey, Sighting>();
	readonly #led = new KeyIndex();
	#named: {readonly revision: number; readonly groups: readonly RaftGroup[]} | undefined;
	/** Groups that stand at the end of the map, and not in the order of their names. */
	#unordered = 0;
	readonly #followers = new SharedFollowers();
	readonly #families = new KeyIndex();
	/** By the servers that lead groups: when the last of them changed, as `changes` counts. */
	readonly #ledRevisions = new Map<string, number>();

	sighting(key: GroupKey): Sighting | undefined {
		return this.#sightings.get(key);
	}

	/** The groups that a server leads, in no order. */
	ledBy(server: string): RaftGroup[] {
		return Array.from(this.#led.get(server), key => this.groups.get(key)).filter(
			group => group !== undefined,
		);
	}

	/**
	 * All groups in the order of their names. The map is kept close to this order, too: what is nearly sorted is sorted in a
	 * tenth of the time.
	 */
	byName(): readonly RaftGroup[] {
		if (this.#named?.revision !== this.revision) {
			const groups = [...this.groups.values()].sort(byName);
			this.#named = {revision: this.revision, groups};
			if (this.#unordered > groups.length / 10) {
				this.groups.clear();
				for (const group of groups) {
					this.groups.set(group.key, group);
				}

				this.#unordered = 0;
			}
		}

		return this.#named.groups;
	}

	/** Another number after each change of the groups that a server leads; 0 while it leads none. */
	ledRevision(server: string): number {
		return this.#ledRevisions.get(server) ?? 0;
	}

	/**
	 * Enters a group, or replaces what is known of it. One of which nothing is new stays the same object: of 100,000 groups at
	 * rest, which are told of every minute or so, copies would fill V8's heap, and rows would be drawn anew.
	 */
	put(told: RaftGroup, sighting: Sighting): void {
		const {key} = told;
		const known = this.groups.get(key);
		const followers = this.#followers.share(told.followers, known?.followers);
		const isNews = !known || !isSame(known, told, followers);
		// With the names that it had before, letter by letter the same, and followers that others share.
		const group = isNews ? groupIn(told, stateOf(told, followers), known) : known;
		this.#sightings.set(key, sighting);
		this.doubts.delete(key);
		this.#markLeaderless(group, sighting.knownAt);
		if (isNews) {
			this.#enter(group, known);
		}
	}

	#enter(group: RaftGroup, known: RaftGroup | undefined): void {
		this.groups.set(group.key, group);
		this.#follow(group.key, known?.leader, group.leader);
		this.revision = ++changes;
		if (!known || !groupsPlanAlike(known, group)) {
			this.planRevision++;
		}

		this.lag.add(group);
		if (!known) {
			this.census.add(group);
			this.accounts.add(group);
			this.#families.add(streamKey(group), group.key);
			this.#markChanged(group.leader);
			this.#unordered++;
			if (this.#unordered > Math.max(4096, this.groups.size / 4)) {
				this.byName();
			}

			return;
		}

		this.lag.delete(known);
		this.accounts.learn(group);
		if (!countsAlike(known, group)) {
			this.census.replace(known, group);
			this.#markChanged(known.leader);
		}

		this.#markChanged(group.leader);
	}

	delete(key: GroupKey): void {
		const group = this.groups.get(key);
		if (!group) {
			return;
		}

		this.planRevision++;
		this.revision = ++changes;
		this.groups.delete(key);
		this.#follow(key, group.leader, undefined);
		this.#sightings.delete(key);
		this.leaderless.delete(key);
		this.doubts.delete(key);
		this.census.delete(group);
		this.lag.delete(group);
		this.accounts.delete(group);
		this.witnesses.delete(key);
		this.#families.delete(streamKey(group), key);
		this.#markChanged(group.leader);
	}

	/** The keys that live and die with a group: a stream's and those of its consumers, or a consumer's alone. */
	family(group: GroupIdentity): GroupKey[] {
		return group.kind === 'stream' ? [...this.#families.get(streamKey(group))] : [groupKey(group)];
	}

	/** Entries in all maps and indexes together: it grows with the groups that are known, and with nothing else. */
	get entries(): number {
		const {groups, leaderless, doubts, census, lag, accounts, witnesses} = this;
		const held = [groups, leaderless, doubts, census.counts, census.clusters];
		const indexes = [this.#sightings, this.#led, this.#families, this.#ledRevisions];
		const maps = [...held, lag, accounts, witnesses, ...indexes];
		return maps.reduce((sum, {size}) => sum + size, 0);
	}

	#follow(key: GroupKey, before: string | undefined, leader: string | undefined): void {
		if (before !== undefined && before !== leader) {
			this.#led.delete(before, key);
		}

		if (leader !== undefined) {
			this.#led.add(leader, key);
		}
	}

	#markChanged(leader: string | undefined): void {
		if (leader === undefined) {
			return;
		}

		if (!this.census.counts.has(leader)) {
			this.#ledRevisions.delete(leader);
		} else {
			this.#ledRevisions.set(leader, ++changes);
		}
	}

	#markLeaderless(group: RaftGroup, since: number): void {
		if (!isLeaderless(group)) {
			this.leaderless.delete(group.key);
			this.witnesses.delete(group.key);
		} else if (!this.leaderless.has(group.key)) {
			this.leaderless.set(group.key, since);
		}
	}
}

function stateOf(
	{leader, leaderSince, replicas, messagesPerSecond}: RaftGroup,
	followers: RaftGroup['followers'],
): GroupState {
	return {leader, leaderSince, replicas, followers, messagesPerSecond};
}

/** Whether what is told of a group is known already. Its key is the same. */
function isSame(known: RaftGroup, told: RaftGroup, followers: RaftGroup['followers']): boolean {
	return (
		known.leader === told.leader &&
		known.messages === told.messages &&
		known.messagesPerSecond === told.messagesPerSecond &&
		known.followers === followers &&
		known.leaderSince === told.leaderSince &&
		known.replicas === told.replicas &&
		known.bytesPerMessage === told.bytesPerMessage &&
		known.cluster === told.cluster &&
		known.account === told.account &&
		known.kind === told.kind
	);
}
