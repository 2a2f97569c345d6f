import {cleanText} from '../../domain/clean-text.ts';
import type {Tone} from '../theme.ts';
import {cellWidth, isPlainAscii} from './cell-width.ts';
import {clipEnd} from './clip.ts';
import {remember} from './remember.ts';

/** A piece of text and what it means. Colour comes last of all, in `paint`: until then, widths are those of plain text. */
export type Span = {readonly text: string; readonly tone: Tone; readonly over?: Overlay};

/** Goes over whatever tone a span has: the selected row, or a row that is not to be trusted as fresh. */
export type Overlay = 'selected' | 'faded';

export type Line = readonly Span[];

/** A span; plain text unless a tone is given. */
export function span(text: string, tone: Tone = 'text'): Span {
	return {text, tone};
}

/** The line made exactly `width` cells wide: cut, or filled up with spaces. */
export function fitLine(line: Line, width: number, ellipsis = ''): Line {
	if (fittedTo.get(line) === width) {
		return line;
	}

	const fitted: Span[] = [];
	addFitted(fitted, line, width, ellipsis);
	fittedTo.set(fitted, width);
	return fitted;
}

/** Lines that fit already: a row of a table is part of a pane, and that of a screen. */
const fittedTo = new WeakMap<Line, number>();

/**
 * Adds a line to a row, made exactly `width` cells wide.
 * Everything printed passes through here and is cleaned here, so that no name can move the cursor.
 */
function addFitted(row: Span[], line: Line, width: number, ellipsis: string): void {
	let free = Math.max(0, width);
	for (const piece of line) {
		const isPlain = isPlainAscii(piece.text) || printable.test(piece.text);
		const text = isPlain ? piece.text : cleaned(piece.text);
		const cells = isPlain ? text.length : cellWidth(text);
		if (cells > free) {
			const clipped = clipEnd(text, free, ellipsis);
			row.push({...piece, text: clipped});
			free -= cellWidth(clipped);
			break;
		}

		if (cells > 0) {
			row.push(text === piece.text ? piece : {...piece, text});
			free -= cells;
		}
	}

	if (free > 0) {
		row.push({text: ' '.repeat(free), tone: 'text', over: line.at(-1)?.over});
	}
}

/** A cell of a row: what it says, and how many cells of the terminal it takes. */
type Cell = {readonly line: Line; readonly width: number; readonly align: 'left' | 'right'};

/** Cells beside each other with a blank between two, each fitted to its width, made to be `width` cells altogether. */
export function joinCells(cells: readonly Cell[], width: number, ellipsis: string): Line {
	const row: Span[] = [];
	let free = width + 1;
	for (const cell of cells) {
		if (free <= width) {
			row.push(blank);
		}

		const line = cell.align === 'right' ? alignRight(cell.line, cell.width) : cell.line;
		addFitted(row, line, cell.width, ellipsis);
		free -= cell.width + 1;
	}

	return closed(row, cells.length > 0 ? free : width, width);
}

/** A row that leaves so many of its cells free, filled up; negative where it is too wide. */
function closed(row: Span[], free: number, width: number): Line {
	if (free < 0) {
		return fitLine(row, width);
	}

	if (free > 0) {
		row.push({text: ' '.repeat(free), tone: 'text'});
	}

	fittedTo.set(row, width);
	return row;
}

/**
 * Lines beside each other with something of one cell between two, made to be `width` cells altogether.
 * Where they are as `fitLine` returns them, as rows of panes are, nothing is measured anew.
 */
export function joinLines(parts: readonly Line[], width: number, between: Span): Line {
	const joined: Span[] = [];
	let free = width;
	let isFitted = true;
	for (const [index, part] of parts.entries()) {
		if (index > 0) {
			joined.push(between);
			free--;
		}

		const cells = fittedTo.get(part);
		isFitted &&= cells !== undefined;
		joined.push(...part);
		free -= cells ?? 0;
	}

	return isFitted ? closed(joined, free, width) : fitLine(joined, width);
}

const blank = span(' ');

/** The line pushed to the right edge of `width` cells. */
export function alignRight(line: Line, width: number): Line {
	const free = width - lineWidth(line);
	return free > 0 ? [span(' '.repeat(free)), ...line] : line;
}

export function lineWidth(line: Line): number {
	let width = 0;
	for (const {text} of line) {
		width += cellWidth(text);
	}

	return width;
}

/** The same line with something over all of it. */
export function overlay(line: Line, over: Overlay): Line {
	const covered = line.map(({text, tone}): Span => ({text, tone, over}));
	const width = fittedTo.get(line);
	if (width !== undefined) {
		fittedTo.set(covered, width);
	}

	return covered;
}

/** The text alone, as a terminal without colours shows it. */
export function textOf(line: Line): string {
	return line.map(({text}) => text).join('');
}

const cleaned = remember(text => cleanText(text));

/** What needs no cleaning, and takes one cell a character: ASCII and our own glyphs. */
const printable =
	/^[ -~\u00B7\u0394\u203A\u2026\u2190-\u2193\u2500-\u2595\u25A0\u25B8\u25B9\u25CB\u25CF\u2605]*$/;
