import type {Steps} from '../steps.ts';
import {arcLists, nearest, type Burden} from './arc-lists.ts';

export type SpreadOptions = {
	readonly isDraining: readonly boolean[];
	/** Servers with no more than this are left alone. */
	readonly enough: number;
	/** A step-down that lowers the fuller of two servers by less is not worth it. */
	readonly leastGain: number;
};

/**
 * Evens out loads that weigh differently. That is NP-hard (it holds the partition problem), so this is a heuristic:
 * again and again the fullest server hands over what brings it and the taker nearest to each other, one large group
 * before many small ones; when nobody can hand over any more, two servers exchange one each.
 * Changes the loads and where the burdens are.
 */
export function* spreadBurdens(
	burdens: readonly Burden[],
	loads: Float64Array,
	{isDraining, enough, leastGain}: SpreadOptions,
): Steps<void> {
	const lists = yield* arcLists(burdens, loads.length);
	const leaving = burdens.filter(({at}) => isDraining[at]).sort((a, b) => b.weight - a.weight);
	for (const burden of leaving) {
		move(burden, emptiest(burden.legal));
	}

	for (
		let trade = first(bestHandover) ?? first(bestExchange);
		trade;
		trade = first(bestHandover) ?? first(bestExchange)
	) {
		yield;
		const giver = trade.given.at;
		move(trade.given, trade.to);
		if (trade.taken) {
			move(trade.taken, giver);
		}
	}

	/** What the search finds for the fullest server for which it finds anything. */
	function first(search: (server: number) => Trade | undefined): Trade | undefined {
		const full = [...loads.keys()].filter(server => (loads[server] ?? 0) > enough);
		full.sort((a, b) => (loads[b] ?? 0) - (loads[a] ?? 0));
		for (const server of full) {
			const found = search(server);
			if (found) {
				return found;
			}
		}

		return undefined;
	}

	function bestHandover(from: number): Trade | undefined {
		let best: Trade | undefined;
		for (const to of loads.keys()) {
			const gap = gapOf(from, to);
			const given = gap > 0 ? nearest(lists.between(from, to), gap / 2) : undefined;
			const gain = given ? gainOf(given.weight, gap) : 0;
			if (given && gain >= leastGain && gain > (best?.gain ?? 0)) {
				best = {given, taken: undefined, to, gain};
			}
		}

		return best;
	}

	function bestExchange(from: number): Trade | undefined {
		let best: Trade | undefined;
		for (const to of loads.keys()) {
			const gap = gapOf(from, to);
			const back = lists.between(to, from);
			for (const given of gap > 0 && back.length > 0 ? lists.between(from, to) : []) {
				const taken = nearest(back, given.weight - gap / 2);
				const gain = taken ? gainOf(given.weight - taken.weight, gap) : 0;
				// It takes two step-downs.
				if (gain >= 2 * leastGain && gain > (best?.gain ?? 0)) {
					best = {given, taken, to, gain};
				}
			}
		}

		return best;
	}

	function gapOf(from: number, to: number): number {
		return (loads[from] ?? 0) - (loads[to] ?? 0);
	}

	function move(burden: Burden, to: number): void {
		loads[burden.at] = (loads[burden.at] ?? 0) - burden.weight;
		loads[to] = (loads[to] ?? 0) + burden.weight;
		lists.move(burden, to);
	}

	function emptiest(servers: readonly number[]): number {
		return servers.reduce((best, server) =>
			(loads[server] ?? 0) < (loads[best] ?? 0) ? server : best,
		);
	}
}

type Trade = {
	readonly given: Burden;
	/** What comes back; undefined when nothing does. */
	readonly taken: Burden | undefined;
	readonly to: number;
	/** By how much the fuller of the two gets lighter. */
	readonly gain: number;
};

function gainOf(weight: number, gap: number): number {
	return Math.min(weight, gap - weight);
}
