import type {RaftGroup} from '../domain/raft-group.ts';
import {visit, type Steps} from '../domain/steps.ts';
import type {GroupRanking} from './group-order.ts';
import {nthSmallest} from './nth-smallest.ts';
import {windowOf} from './window-of.ts';

/** Groups whose rank is found in one step. */
const groupsPerStep = 2000;

/** Finds the ranks of groups. */
export function* rankGroups(
	groups: readonly RaftGroup[],
	{rankOf, compare}: GroupRanking,
): Steps<RankedGroups> {
	if (!rankOf) {
		return new RankedGroups(groups, compare, undefined);
	}

	const ranks = new Float64Array(groups.length);
	yield* visit(groups, groupsPerStep, (group, index) => {
		ranks[index] = rankOf(group);
	});
	return new RankedGroups(groups, compare, ranks);
}

/**
 * Groups of which any part can be had in order without all of them being put in order. Their ranks are found once:
 * a part is what lies between two ranks, and only groups that have the same one are compared with each other.
 */
export class RankedGroups {
	readonly #groups: readonly RaftGroup[];
	readonly #compare: GroupRanking['compare'];
	readonly #ranks: Float64Array | undefined;

	/** @param ranks of the groups; undefined where only comparing tells their order */
	constructor(
		groups: readonly RaftGroup[],
		compare: GroupRanking['compare'],
		ranks: Float64Array | undefined,
	) {
		this.#groups = groups;
		this.#compare = compare;
		this.#ranks = ranks;
	}

	/** The groups that stand from `from` to before `to`. */
	between(from: number, to: number): RaftGroup[] {
		const end = Math.min(to, this.#groups.length);
		if (from >= end) {
			return [];
		}

		if (!this.#ranks) {
			return windowOf(this.#groups, this.#compare, from, end);
		}

		const unordered = this.#ranks.slice();
		const first = nthSmallest(unordered, from);
		const last = nthSmallest(unordered, end - 1);
		const {before, byRank} = this.#within(this.#ranks, first, last);
		let place = before;
		return [...byRank.keys()]
			.sort((a, b) => a - b)
			.flatMap(rank => {
				const alike = byRank.get(rank) ?? [];
				const start = place;
				place += alike.length;
				return windowOf(alike, this.#compare, Math.max(from - start, 0), end - start);
			});
	}

	/** Where a group of these stands, from 0. */
	placeOf(wanted: RaftGroup): number {
		const compare = this.#compare(wanted);
		const ranks = this.#ranks;
		const rank = ranks?.[this.#groups.indexOf(wanted)] ?? 0;
		return this.#groups.reduce((before, group, index) => {
			const difference = (ranks?.[index] ?? 0) - rank || compare(group);
			return before + (difference < 0 ? 1 : 0);
		}, 0);
	}

	/** The groups with these ranks and those between, and how many groups stand before them. */
	#within(ranks: Float64Array, first: number, last: number) {
		const byRank = new Map<number, RaftGroup[]>();
		let before = 0;
		for (let index = 0; index < ranks.length; index++) {
			const rank = ranks[index] ?? 0;
			if (rank < first) {
				before++;
			} else if (rank <= last) {
				this.#enter(byRank, rank, index);
			}
		}

		return {before, byRank};
	}

	#enter(byRank: Map<number, RaftGroup[]>, rank: number, index: number): void {
		const alike = byRank.get(rank);
		const group = this.#groups[index];
		if (group && alike) {
			alike.push(group);
		} else if (group) {
			byRank.set(rank, [group]);
		}
	}
}
