import type {Steps} from '../domain/steps.ts';

/** What is sorted, and merged, in one step: about a millisecond with names. */
const perStep = 1024;

/** Numbers in the order that `compare` gives them (merge sort, stable). Changes the order of `numbers`. */
export function* sortInSteps(
	numbers: Uint32Array,
	compare: (a: number, b: number) => number,
): Steps<Uint32Array> {
	const {length} = numbers;
	for (let from = 0; from < length; from += perStep) {
		numbers.subarray(from, from + perStep).sort(compare);
		yield;
	}

	let sorted = numbers;
	let spare: Uint32Array = new Uint32Array(length > perStep ? length : 0);
	for (let size = perStep; size < length; size *= 2) {
		for (let from = 0; from < length; from += size * 2) {
			const middle = Math.min(from + size, length);
			const to = Math.min(middle + size, length);
			const left = sorted.subarray(from, middle);
			const right = sorted.subarray(middle, to);
			yield* mergeInSteps(left, right, compare, spare.subarray(from, to));
		}

		[sorted, spare] = [spare, sorted];
	}

	return sorted;
}

/**
 * Merges two sorted lists into `merged`, which has room for both. Each number of the right one is looked for from where
 * the last one was put, in strides that double: a few among very many cost a few comparisons each.
 */
export function* mergeInSteps(
	left: Uint32Array,
	right: Uint32Array,
	compare: (a: number, b: number) => number,
	merged: Uint32Array,
): Steps<void> {
	let taken = 0;
	for (let index = 0; index < right.length; index++) {
		const number = right[index] ?? 0;
		const place = placeAfter(left, number, taken, compare);
		merged.set(left.subarray(taken, place), taken + index);
		merged[place + index] = number;
		taken = place;
		if (index % perStep === perStep - 1) {
			yield;
		}
	}

	merged.set(left.subarray(taken), taken + right.length);
}

/** How many numbers of a sorted list stand before another one, or are its equals; at least `from`. */
function placeAfter(
	sorted: Uint32Array,
	number: number,
	from: number,
	compare: (a: number, b: number) => number,
): number {
	const isBefore = (place: number) => compare(sorted[place] ?? 0, number) <= 0;
	let low = from;
	let stride = 1;
	while (low + stride <= sorted.length && isBefore(low + stride - 1)) {
		low += stride;
		stride *= 2;
	}

	let high = Math.min(low + stride - 1, sorted.length);
	while (low < high) {
		const middle = (low + high) >> 1;
		if (isBefore(middle)) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}
