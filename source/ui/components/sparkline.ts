/**
 * A line of small bars, the newest at the right edge. Nothing is a blank.
 * @param samples newest last
 * @param most what fills a cell: give several lines the same, and they can be compared
 * @param steps signs from small to large
 */
export function sparkline(
	samples: readonly number[],
	most: number,
	width: number,
	steps: readonly string[],
): string {
	const shown = width > 0 ? samples.slice(-width) : [];
	return shown
		.map(sample => {
			const step = most > 0 ? Math.ceil((Math.min(sample, most) / most) * steps.length) : 0;
			return step > 0 ? (steps[step - 1] ?? ' ') : ' ';
		})
		.join('')
		.padStart(width);
}
