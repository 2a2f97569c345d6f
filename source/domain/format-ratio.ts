/** Times the average, in at most five characters: `1.80`, `12.5`, `120`. `-` for a server that takes no part in it. */
export function formatRatio(ratio: number | undefined): string {
	if (ratio === undefined || !Number.isFinite(ratio)) {
		return '-';
	}

	if (ratio < 9.995) {
		return ratio.toFixed(2);
	}

	return ratio < 99.95 ? ratio.toFixed(1) : ratio.toFixed(0);
}
