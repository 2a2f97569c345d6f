import type {Expected} from '../question.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Tone, Toned} from '../theme.ts';
import {toned} from '../text/line.ts';

/** How leaders become cells: one scale for all bars of a table, so that they can be compared. */
export type BarScale = {
	readonly width: number;
	readonly cellsPerLeader: number;
	/** Cells where the marks stand, counted from 0; undefined where there is nothing to mark. */
	readonly fairShare: number | undefined;
	readonly threshold: number | undefined;
};

/**
 * The scale on which the fullest server and the threshold both fit.
 * Up to twice the average it does not depend on the fullest server: bars do not rescale while leaders move.
 */
export function barScale(
	{average, most, threshold}: {average: number; most: number; threshold: number},
	width: number,
): BarScale {
	const range = Math.max(most, average * Math.max(2, threshold * 1.1));
	if (width <= 0 || range <= 0) {
		return {width, cellsPerLeader: 0, fairShare: undefined, threshold: undefined};
	}

	const cellsPerLeader = width / range;
	const cellOf = (leaders: number) => Math.min(width - 1, Math.floor(leaders * cellsPerLeader));
	const fairShare = average > 0 ? cellOf(average) : undefined;
	const thresholdCell = average > 0 ? cellOf(average * threshold) : undefined;
	return {
		width,
		cellsPerLeader,
		fairShare,
		// On a bar so short that both fall into one cell, the fair share is the one to see.
		threshold: thresholdCell === fairShare ? undefined : thresholdCell,
	};
}

/** A bar in eighths of a cell. Whatever is more than nothing shows at least the thinnest block. */
export function barCells(
	leaders: number,
	scale: BarScale,
	tone: Tone,
	glyphs: Glyphs,
): readonly Toned[] {
	const eighths = leaders > 0 ? Math.max(1, Math.round(leaders * scale.cellsPerLeader * 8)) : 0;
	return cells(scale, glyphs, cell => {
		const filled = Math.min(8, Math.max(0, eighths - cell * 8));
		return filled === 0 ? toned(' ') : toned(glyphs.eighths[filled - 1] ?? ' ', tone);
	});
}

/** The bar after over the bar now: what stays, what leaves, what comes, and what may come. */
export function changeCells(
	now: number,
	{least, most}: Expected,
	scale: BarScale,
	glyphs: Glyphs,
): readonly Toned[] {
	const cellsOf = (leaders: number) =>
		leaders > 0 ? Math.max(1, Math.round(leaders * scale.cellsPerLeader)) : 0;
	const [nowCells, leastCells, mostCells] = [cellsOf(now), cellsOf(least), cellsOf(most)];
	return cells(scale, glyphs, cell => {
		if (cell < leastCells) {
			return cell < nowCells ? toned(glyphs.stays, 'load') : toned(glyphs.comes, 'coming');
		}

		if (cell < mostCells) {
			return toned(glyphs.perhaps, 'coming');
		}

		return cell < nowCells ? toned(glyphs.leaves, 'leaving') : toned(' ');
	});
}

/** The cells with the marks over them; the theme paints neighbours that look alike as one. */
function cells(
	{width, fairShare, threshold}: BarScale,
	glyphs: Glyphs,
	cell: (index: number) => Toned,
): readonly Toned[] {
	return Array.from({length: width}, (_, index) => {
		const drawn = cell(index);
		const mark =
			index === fairShare ? glyphs.fairShare : index === threshold ? glyphs.threshold : undefined;
		return mark === undefined ? drawn : toned(mark, marksOn[drawn.tone] ?? 'mark');
	});
}

/** A mark goes over a bar without cutting it in two. */
const marksOn: Readonly<Partial<Record<Tone, Tone>>> = {
	load: 'mark-on-load',
	hot: 'mark-on-hot',
};

/**
 * A line of small bars, the newest at the right edge. Nothing is a blank.
 * @param samples newest last
 * @param most what fills a cell: give several lines the same, and they can be compared
 */
export function sparkline(
	samples: readonly number[],
	most: number,
	width: number,
	{trend}: Pick<Glyphs, 'trend'>,
): string {
	const shown = width > 0 ? samples.slice(-width) : [];
	const signOf = (sample: number) => {
		const step = most > 0 ? Math.ceil((Math.min(sample, most) / most) * trend.length) : 0;
		return trend[step - 1] ?? ' ';
	};
	return shown.map(signOf).join('').padStart(width);
}
