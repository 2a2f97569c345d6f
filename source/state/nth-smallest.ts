/** The number that would stand at `index` if all were sorted. Changes the order of `numbers`; takes about one pass (Hoare's selection). */
export function nthSmallest(numbers: Float64Array, index: number): number {
	let low = 0;
	let high = numbers.length - 1;
	while (low < high) {
		const pivot = median(numbers[low], numbers[(low + high) >> 1], numbers[high]);
		let left = low;
		let right = high;
		while (left <= right) {
			while ((numbers[left] ?? 0) < pivot) {
				left++;
			}

			while ((numbers[right] ?? 0) > pivot) {
				right--;
			}

			if (left <= right) {
				const swapped = numbers[left] ?? 0;
				numbers[left++] = numbers[right] ?? 0;
				numbers[right--] = swapped;
			}
		}

		if (index <= right) {
			high = right;
		} else if (index >= left) {
			low = left;
		} else {
			break;
		}
	}

	return numbers[index] ?? 0;
}

function median(a = 0, b = 0, c = 0): number {
	return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
