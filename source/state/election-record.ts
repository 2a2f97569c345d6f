import {electionCauses, type ElectionCause} from '../domain/election-cause.ts';
import type {
	RecentElectionRecord,
	OverallRecord,
	QuorumRecord,
	RestlessRecord,
} from '../domain/snapshot.ts';
import {groupKey, groupPlace, type GroupKey, type RaftGroup} from '../domain/raft-group.ts';
import type {Election, ElectionMinute, ElectionSummary, ElectionTotals} from './cluster-view.ts';
import {LatestEntries, pushBounded} from './bounded.ts';
import {RecentElections} from './recent-elections.ts';

const minuteMs = 60_000;

const keptElections = 500;
const keptMinutes = 90;
const keptLosses = 50;

/** Above this number of groups without quorum at once the oldest are forgotten. */
const rememberedLosses = 20_000;

/**
 * An election this close to a report of a lost quorum refutes it, in ms. A leader notices the loss after 10 s without
 * answers, and a group without quorum elects no leader. But with four or more peers, followers report a lost quorum at
 * each step-down, as they hear from their leader only (raft.go, jetstream_cluster.go; on 2.15 up to 9 ms after it).
 */
const refutesLossMs = 5000;

/** All elections that were seen: the latest ones whole, all of them counted. Bounded, however long it goes on. */
export class ElectionRecord {
	/** Newest last. */
	readonly recent: Election[] = [];
	count = 0;
	readonly #totals = noTotals();
	readonly #minutes: {readonly at: number; readonly totals: Record<ElectionCause, number>}[] = [];
	readonly #recentElections = new RecentElections();
	/** Groups that lost their quorum and have not elected since. */
	readonly #lost = new LatestEntries<GroupKey, number>(rememberedLosses);
	readonly #losses: {readonly at: number; readonly group: RaftGroup}[] = [];
	#lossCount = 0;
	#gaps: ElectionSummary['gaps'] = {measured: 0, totalMs: 0, longestMs: 0};

	add(election: Election): void {
		const {at, group, cause, gapMs} = election;
		pushBounded(this.recent, election, keptElections);
		this.count++;
		this.#totals[cause]++;
		this.#minute(at)[cause]++;
		this.#endLoss(group.key, at);
		if (cause !== 'new') {
			this.#recentElections.add(group.key, at);
		}

		if (gapMs !== undefined) {
			const {measured, totalMs, longestMs} = this.#gaps;
			this.#gaps = {
				measured: measured + 1,
				totalMs: totalMs + gapMs,
				longestMs: Math.max(longestMs, gapMs),
			};
		}
	}

	/**
	 * Takes the news of a lost quorum, until an election refutes it; servers repeat it as long as it lasts.
	 * @returns whether it can be true: not right after an election
	 */
	loseQuorum(group: RaftGroup, at: number): boolean {
		const elected = this.#recentElections.last(group.key);
		if (elected !== undefined && at - elected < refutesLossMs) {
			return false;
		}

		if (this.#lost.get(group.key) === undefined) {
			this.#lost.set(group.key, at);
			pushBounded(this.#losses, {at, group}, keptLosses);
			this.#lossCount++;
		}

		return true;
	}

	/** Whether the group has been without quorum for so long that an election now does not refute it. */
	hadLostQuorum(group: GroupKey, at: number): boolean {
		const lost = this.#lost.get(group);
		return lost !== undefined && at - lost >= refutesLossMs;
	}

	#endLoss(group: GroupKey, at: number): void {
		const lost = this.#lost.get(group);
		if (lost === undefined) {
			return;
		}

		if (!this.hadLostQuorum(group, at)) {
			this.#lossCount--;
			const index = this.#losses.findLastIndex(loss => loss.group.key === group);
			if (index !== -1) {
				this.#losses.splice(index, 1);
			}
		}

		this.#lost.delete(group);
	}

	/** Asks again for the cause of the elections since then that have none. */
	explain(since: number, causeOf: (election: Election) => ElectionCause): void {
		for (let index = this.recent.length - 1; index >= 0; index--) {
			const election = this.recent[index];
			if (!election || election.at < since) {
				return;
			}

			const cause = election.cause === 'untold' ? causeOf(election) : 'untold';
			if (cause !== 'untold') {
				this.recent[index] = {...election, cause};
				for (const totals of [this.#totals, this.#minute(election.at)]) {
					totals.untold--;
					totals[cause]++;
				}
			}
		}
	}

	/** The group was deleted. */
	forget(group: GroupKey): void {
		this.#lost.delete(group);
		this.#recentElections.forget(group);
	}

	/** All of them by their causes; it goes on. */
	get totals(): ElectionTotals {
		return this.#totals;
	}

	/** What is held altogether: it does not grow with time. */
	get entries(): number {
		const lists = this.recent.length + this.#minutes.length + this.#losses.length;
		return this.#recentElections.size + this.#lost.size + lists;
	}

	summary(groups: ReadonlyMap<GroupKey, RaftGroup>, now: number): ElectionSummary {
		return {
			minutes: this.#minutes.map(({at, totals}): ElectionMinute => ({at, totals: {...totals}})),
			flapping: this.#recentElections.flapping(groups, now),
			quorumLosses: this.#lossCount,
			lostQuorums: [...this.#losses],
			gaps: this.#gaps,
		};
	}

	/** What all of them come to, as data; `restoreFigures` takes it in. */
	figures(): Pick<OverallRecord, 'elections' | 'totals' | 'minutes' | 'gaps' | 'quorumLosses'> {
		return {
			elections: this.count,
			totals: {...this.#totals},
			minutes: this.#minutes.map(({at, totals}) => ({at, totals: {...totals}})),
			gaps: this.#gaps,
			quorumLosses: this.#lossCount,
		};
	}

	records(): (RecentElectionRecord | QuorumRecord | RestlessRecord)[] {
		return [
			...this.recent.map((election): RecentElectionRecord => ({type: 'election', ...election})),
			...this.#losses.map((loss): QuorumRecord => ({type: 'quorum-loss', ...loss})),
			...Array.from(this.#lost, ([key, at]): QuorumRecord => ({
				type: 'without-quorum',
				group: groupPlace(key),
				at,
			})),
			...this.#recentElections.records(),
		];
	}

	restoreFigures({elections, totals, minutes, gaps, quorumLosses}: OverallRecord): void {
		this.count = elections;
		Object.assign(this.#totals, totals);
		this.#minutes.push(...minutes.map(minute => ({at: minute.at, totals: {...minute.totals}})));
		this.#gaps = gaps;
		this.#lossCount = quorumLosses;
	}

	restore(record: RecentElectionRecord | QuorumRecord | RestlessRecord): void {
		if (record.type === 'election') {
			const {type: _, ...election} = record;
			pushBounded(this.recent, election, keptElections);
		} else if (record.type === 'quorum-loss') {
			pushBounded(this.#losses, {at: record.at, group: record.group}, keptLosses);
		} else if (record.type === 'without-quorum') {
			this.#lost.set(groupKey(record.group), record.at);
		} else {
			this.#recentElections.restore(record);
		}
	}

	#minute(at: number): Record<ElectionCause, number> {
		const begin = at - (at % minuteMs);
		const known = this.#minutes.findLast(minute => minute.at <= begin);
		if (known?.at === begin) {
			return known.totals;
		}

		const totals = noTotals();
		pushBounded(this.#minutes, {at: begin, totals}, keptMinutes);
		return totals;
	}
}

function noTotals(): Record<ElectionCause, number> {
	return {
		ours: 0,
		others: 0,
		'lame-duck': 0,
		stopped: 0,
		restarted: 0,
		offline: 0,
		silent: 0,
		quorum: 0,
		new: 0,
		untold: 0,
	};
}

/** How many of these elections there were, of the causes that are wanted. */
export function electionsOf(
	totals: ElectionTotals,
	isWanted: (cause: ElectionCause) => boolean,
): number {
	return electionCauses.reduce((sum, cause) => sum + (isWanted(cause) ? totals[cause] : 0), 0);
}

/** Elections of these causes in each of the last minutes, the present one last; none is 0. */
export function electionsPerMinute(
	minutes: readonly ElectionMinute[],
	isWanted: (cause: ElectionCause) => boolean,
	now: number,
	count: number,
): readonly number[] {
	const first = now - (now % minuteMs) - (count - 1) * minuteMs;
	const samples = Array.from({length: count}, () => 0);
	for (const {at, totals} of minutes) {
		const index = (at - first) / minuteMs;
		if (index >= 0 && index < count) {
			samples[index] = electionsOf(totals, isWanted);
		}
	}

	return samples;
}
