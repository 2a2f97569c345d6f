import type {Expected} from '../question.ts';
import type {Glyphs} from '../glyphs.ts';
import type {Tone, Toned} from '../theme.ts';
import {Spans} from './span.tsx';
import {useGlyphs} from './theme.tsx';

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
		return filled === 0 ? blank : {text: glyphs.eighths[filled - 1] ?? ' ', tone};
	});
}

const blank: Toned = {text: ' ', tone: 'text'};

export type ChangeBarProps = {
	readonly now: number;
	readonly expected: Expected;
	readonly scale: BarScale;
};

/** The bar after over the bar now: what stays, what leaves, what comes, and what may come. */
export function ChangeBar({now, expected, scale}: ChangeBarProps) {
	return <Spans of={changeCells(now, expected, scale, useGlyphs())} />;
}

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
			return cell < nowCells
				? {text: glyphs.stays, tone: 'load'}
				: {text: glyphs.comes, tone: 'coming'};
		}

		if (cell < mostCells) {
			return {text: glyphs.perhaps, tone: 'coming'};
		}

		return cell < nowCells ? {text: glyphs.leaves, tone: 'leaving'} : blank;
	});
}

/** Neighbours of one kind are one piece: there are hundreds of cells on a screen. */
function cells(
	{width, fairShare, threshold}: BarScale,
	glyphs: Glyphs,
	cell: (index: number) => Toned,
): readonly Toned[] {
	const pieces: {text: string; tone: Tone}[] = [];
	for (let index = 0; index < width; index++) {
		const drawn = cell(index);
		const mark =
			index === fairShare ? glyphs.fairShare : index === threshold ? glyphs.threshold : undefined;
		const tone = mark === undefined ? drawn.tone : (marksOn[drawn.tone] ?? 'mark');
		const last = pieces.at(-1);
		if (last?.tone === tone) {
			last.text += mark ?? drawn.text;
		} else {
			pieces.push({text: mark ?? drawn.text, tone});
		}
	}

	return pieces;
}

/** A mark goes over a bar without cutting it in two. */
const marksOn: Readonly<Partial<Record<Tone, Tone>>> = {
	load: 'mark-on-load',
	hot: 'mark-on-hot',
};
