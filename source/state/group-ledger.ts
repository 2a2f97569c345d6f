import {
	desiredText,
	isLeaderless,
	groupIn,
	groupKey,
	sameFollowers,
	streamKey,
	type GroupIdentity,
	type GroupKey,
	type RaftGroup,
} from '../domain/raft-group.ts';
import {AccountNames} from '../domain/account-names.ts';
import {KeyIndex} from '../domain/key-index.ts';
import {groupsPlanAlike} from '../domain/plan/read-cluster.ts';
import {Census} from './census.ts';
import {byName} from './group-order.ts';
import {LeaderlessReports} from './leaderless-reports.ts';
import type {Reading} from './rates.ts';

/** What an entry of the ledger rests on. */
export type Provenance = {
	/**
	 * As of when this leader (or the lack of one) is known, epoch in ms: when the report that says so was asked for,
	 * or when the event arrived. What is older changes nothing.
	 */
	readonly knownAt: number;
	/** The reading of the message counter from which the next rate is measured. */
	readonly reading: Reading | undefined;
	/** The leader before it became leaderless. */
	readonly lastLeader: string | undefined;
	/** It appeared after every inventory had been seen, and has had no leader yet. */
	readonly isNew?: boolean;
};

/** Counted over all ledgers: a server's groups in one of them are never taken for those in another. */
let changes = 0;

/** All groups known, with counts and indexes that follow each change at the same cost however many there are. */
export class GroupLedger {
	readonly groups = new Map<GroupKey, RaftGroup>();
	readonly leaderless = new Map<GroupKey, number>();
	readonly census = new Census();
	/** They stay when the last group of an account goes: no account changes its name for that. */
	readonly accounts = new AccountNames();
	readonly leaderlessReports = new LeaderlessReports();
	/** Groups that their leader no longer lists and no other server lists yet, and since when. */
	readonly doubts = new Map<GroupKey, number>();
	/** Grows with each change that could make a difference to a plan. */
	planRevision = 0;
	/** Another number after each change of a group. A report of what is known already is no change. */
	revision = ++changes;
	readonly #provenance = new Map<GroupKey, Provenance>();
	readonly #led = new KeyIndex();
	readonly #families = new KeyIndex();
	/** By the servers that lead groups: when the last of them changed, as `changes` counts. */
	readonly #ledRevisions = new Map<string, number>();
	#named: {readonly revision: number; readonly groups: readonly RaftGroup[]} | undefined;
	/** Groups that stand at the end of the map, and not in the order of their names. */
	#unordered = 0;

	provenance(key: GroupKey): Provenance | undefined {
		return this.#provenance.get(key);
	}

	/** The groups that a server leads, in no order. */
	ledBy(server: string): RaftGroup[] {
		return [...this.#led.get(server)].flatMap(key => this.groups.get(key) ?? []);
	}

	/** Another number after each change of the groups that a server leads; 0 while it leads none. */
	ledRevision(server: string): number {
		return this.#ledRevisions.get(server) ?? 0;
	}

	/** All groups in the order of their names. The map is kept close to it: what is nearly sorted is sorted fast. */
	byName(): readonly RaftGroup[] {
		if (this.#named?.revision !== this.revision) {
			const groups = [...this.groups.values()].sort(byName);
			this.#named = {revision: this.revision, groups};
			if (this.#unordered > groups.length / 10) {
				this.#unordered = 0;
				this.groups.clear();
				for (const group of groups) {
					this.groups.set(group.key, group);
				}
			}
		}

		return this.#named.groups;
	}

	/** Enters a group, or replaces what is known of it. One of which nothing is new stays the same object. */
	put(reported: RaftGroup, provenance: Provenance): void {
		const {key} = reported;
		const named = this.#underShownName(reported);
		const known = this.groups.get(key);
		this.#provenance.set(key, provenance);
		this.doubts.delete(key);
		if (!isLeaderless(reported)) {
			this.leaderless.delete(key);
			this.leaderlessReports.delete(key);
		} else if (!this.leaderless.has(key)) {
			this.leaderless.set(key, provenance.knownAt);
		}

		if (!known || !isSame(known, named)) {
			// With the names that it had before: strings of the same letters are not kept twice.
			this.#enter(groupIn(named, named, known), known);
		}
	}

	/** With the name of its account that is shown. */
	#underShownName(group: RaftGroup): RaftGroup {
		const {accountId} = group;
		const renamed = this.accounts.meet(accountId, group.account);
		if (renamed.length > 0) {
			const affected = [...this.groups.values()].filter(each => renamed.includes(each.accountId));
			for (const each of affected) {
				const account = this.accounts.shown(each.accountId) ?? each.account;
				this.#enter(groupIn({...each, account}, each), each);
			}
		}

		const account = this.accounts.shown(accountId) ?? group.account;
		return account === group.account ? group : {...group, account};
	}

	#enter(group: RaftGroup, known: RaftGroup | undefined): void {
		this.groups.set(group.key, group);
		this.#follow(group.key, known?.leader, group.leader);
		this.revision = ++changes;
		this.planRevision += known && groupsPlanAlike(known, group) ? 0 : 1;
		this.census.add(group);
		if (known) {
			this.census.delete(known);
			this.#markChanged(known.leader);
		} else {
			this.#families.add(streamKey(group), group.key);
			this.#unordered++;
		}

		this.#markChanged(group.leader);
		if (this.#unordered > Math.max(4096, this.groups.size / 4)) {
			this.byName();
		}
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
		this.#provenance.delete(key);
		this.leaderless.delete(key);
		this.doubts.delete(key);
		this.census.delete(group);
		this.leaderlessReports.delete(key);
		this.#families.delete(streamKey(group), key);
		this.#markChanged(group.leader);
	}

	/** The keys that live and die with a group: a stream's and those of its consumers, or a consumer's alone. */
	family(group: GroupIdentity): GroupKey[] {
		return group.kind === 'stream' ? [...this.#families.get(streamKey(group))] : [groupKey(group)];
	}

	/** Entries in all maps and indexes together: it grows with the groups that are known, and with nothing else. */
	get entries(): number {
		const {groups, leaderless, doubts, leaderlessReports} = this;
		const indexes = [this.#provenance, this.#led, this.#families, this.#ledRevisions];
		return [groups, leaderless, doubts, leaderlessReports, ...indexes].reduce(
			(sum, {size}) => sum + size,
			this.census.entries,
		);
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
		if (leader !== undefined && this.census.leaders.has(leader)) {
			this.#ledRevisions.set(leader, ++changes);
		} else if (leader !== undefined) {
			this.#ledRevisions.delete(leader);
		}
	}
}

/** Whether a report of a group says what is known already. The keys are the same. */
function isSame(known: RaftGroup, reported: RaftGroup): boolean {
	return (
		known.leader === reported.leader &&
		known.messages === reported.messages &&
		known.messagesPerSecond === reported.messagesPerSecond &&
		known.leaderSince === reported.leaderSince &&
		known.replicas === reported.replicas &&
		known.bytesPerMessage === reported.bytesPerMessage &&
		known.cluster === reported.cluster &&
		known.account === reported.account &&
		known.kind === reported.kind &&
		desiredText(known) === desiredText(reported) &&
		sameFollowers(known.followers, reported.followers)
	);
}
