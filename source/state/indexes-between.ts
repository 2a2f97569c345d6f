import {nthSmallest} from './nth-smallest.ts';

/**
 * Indexes of those that would stand from `from` to before `to` if all were sorted by rank, and by tie within one rank. It
 * takes a few passes over numbers, wherever the window is and however many ranks are alike.
 * @param ties all of them different
 */
export function indexesBetween(
	ranks: Float64Array,
	ties: Uint32Array,
	from: number,
	to: number,
): number[] {
	const end = Math.min(to, ranks.length);
	if (from >= end) {
		return [];
	}

	const numbers = roomFor(ranks.length);
	numbers.set(ranks);
	const first = nthSmallest(numbers, from);
	const last = nthSmallest(numbers, end - 1);
	const atFirst = alike(ranks, ties, first);
	const least = nthSmallest(atFirst.ties, from - atFirst.before);
	const atLast = last === first ? atFirst : alike(ranks, ties, last);
	const most = nthSmallest(atLast.ties, end - 1 - atLast.before);
	const indexes: number[] = [];
	for (let index = 0; index < ranks.length; index++) {
		const rank = ranks[index] ?? 0;
		if (rank < first || rank > last) {
			continue;
		}

		const tie = ties[index] ?? 0;
		if ((rank > first || tie >= least) && (rank < last || tie <= most)) {
			indexes.push(index);
		}
	}

	return indexes.sort(
		(a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0) || (ties[a] ?? 0) - (ties[b] ?? 0),
	);
}

/** The ties of those that have a rank, until room is needed again, and how many ranks are below it. */
function alike(ranks: Float64Array, ties: Uint32Array, rank: number) {
	const found = roomFor(ranks.length);
	let count = 0;
	let before = 0;
	for (let index = 0; index < ranks.length; index++) {
		const other = ranks[index] ?? 0;
		if (other < rank) {
			before++;
		} else if (other === rank) {
			found[count++] = ties[index] ?? 0;
		}
	}

	return {before, ties: found.subarray(0, count)};
}

/** Kept for the next time: to have a megabyte for a moment each time would cost as much as the rest. */
let room = new Float64Array(0);

function roomFor(length: number): Float64Array {
	if (room.length < length) {
		room = new Float64Array(length);
	}

	return room.subarray(0, length);
}
