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
import {KnownGroups} from './known-groups.ts';
import {ReplicaLag} from './replica-lag.ts';
import {SharedFollowers} from './shared-followers.ts';
import {Sightings, type Sighting} from './sightings.ts';
import {Witnesses} from './witnesses.ts';

/** Counted over all ledgers: a server's groups in one of them are never taken for those in another. */
let changes = 0;

/** All groups known, with counts and indexes that follow each change: one group's costs the same among a hundred thousand. */
export class GroupLedger {
	readonly groups = new KnownGroups();
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
	readonly #sightings = new Sightings();
	readonly #followers = new SharedFollowers();
	readonly #families = new KeyIndex();
	/** By the servers that lead groups: when the last of them changed, as `changes` counts. */
	readonly #ledRevisions = new Map<string, number>();

	sighting(key: GroupKey): Sighting | undefined {
		const slot = this.groups.slotOf(key);
		return slot === undefined ? undefined : this.#sightings.at(slot);
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
		const slot = isNews ? this.groups.set(group) : this.groups.slotOf(key);
		if (slot !== undefined) {
			this.#sightings.set(slot, sighting);
		}

		this.doubts.delete(key);
		this.#markLeaderless(group, sighting.knownAt);
		if (isNews) {
			this.#enter(group, known);
		}
	}

	#enter(group: RaftGroup, known: RaftGroup | undefined): void {
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
		const slot = this.groups.delete(key);
		if (slot !== undefined) {
			this.#sightings.delete(slot);
		}

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
		const indexes = [this.#sightings, this.#families, this.#ledRevisions];
		const maps = [...held, lag, accounts, witnesses, ...indexes];
		return maps.reduce((sum, {size}) => sum + size, groups.leaders);
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
