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

/**
 * The line made exactly `width` cells wide: cut, or filled up with spaces.
 * Everything printed passes through here and is cleaned here, so that no name can move the cursor.
 */
export function fitLine(line: Line, width: number, ellipsis = ''): Line {
	if (fittedTo.get(line) === width) {
		return line;
	}

	const fitted: Span[] = [];
	let free = Math.max(0, width);
	for (const piece of line) {
		const isPlain = isPlainAscii(piece.text) || printable.test(piece.text);
		const text = isPlain ? piece.text : cleaned(piece.text);
		const cells = isPlain ? text.length : cellWidth(text);
		if (cells > free) {
			const clipped = clipEnd(text, free, ellipsis);
			fitted.push({...piece, text: clipped});
			free -= cellWidth(clipped);
			break;
		}

		if (cells > 0) {
			fitted.push(text === piece.text ? piece : {...piece, text});
			free -= cells;
		}
	}

	if (free > 0) {
		fitted.push({text: ' '.repeat(free), tone: 'text', over: line.at(-1)?.over});
	}

	fittedTo.set(fitted, width);
	return fitted;
}

/** Lines that fit already: a cell is part of a row, and a row of a pane. */
const fittedTo = new WeakMap<Line, number>();

/**
 * Lines beside each other with something of one cell between two, made to be `width` cells altogether.
 * Where they are as `fitLine` returns them, as cells of a table and rows of panes are, nothing is measured anew.
 */
export function joinLines(parts: readonly Line[], width: number, between: Span = blank): Line {
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

	if (!isFitted || free < 0) {
		return fitLine(joined, width);
	}

	if (free > 0) {
		joined.push({text: ' '.repeat(free), tone: 'text'});
	}

	fittedTo.set(joined, width);
	return joined;
}

const blank = span(' ');

/** The line pushed to the right edge of `width` cells. */
export function alignRight(line: Line, width: number): Line {
	const free = width - lineWidth(line);
	return free > 0 ? [span(' '.repeat(free)), ...line] : line;
}

export function lineWidth(line: Line): number {
	return line.reduce((sum, {text}) => sum + cellWidth(text), 0);
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
