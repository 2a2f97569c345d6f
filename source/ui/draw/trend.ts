import type {Glyphs} from '../glyphs.ts';

/**
 * A line of small bars, newest last, at the right edge of `width` cells.
 * `most` fills a cell: give all servers the same, and their trends can be compared. Nothing is a blank.
 */
export function drawTrend(
	samples: readonly number[],
	most: number,
	width: number,
	glyphs: Glyphs,
): string {
	const steps = glyphs.trend.length;
	const shown = width > 0 ? samples.slice(-width) : [];
	return shown
		.map(sample => {
			const step = most > 0 ? Math.ceil((Math.min(sample, most) / most) * steps) : 0;
			return step > 0 ? (glyphs.trend[step - 1] ?? ' ') : ' ';
		})
		.join('')
		.padStart(width);
}
