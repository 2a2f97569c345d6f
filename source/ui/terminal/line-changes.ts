import {clearToEnd, moveTo, moveToColumn, setStyle} from './control-sequences.ts';
import {secondHalf, type LineCells} from './line-cells.ts';

/** To write so many columns that have not changed costs less than to jump over them. */
const shortGap = 4;

/** Something to write, and the style that is set on the terminal after it, as `styleAfter` spells it. */
export type Writing = {readonly text: string; readonly style: string};

/**
 * What turns one line on the terminal into another: only the columns that differ are written. Row and columns count from 0.
 * @param style that is set on the terminal: it lasts from one span, and from one row, to the next
 */
export function lineChanges(
	before: LineCells,
	after: LineCells,
	row: number,
	style: string,
): Writing {
	const end = after.text.length;
	let written: Writing = {text: '', style};
	for (const {from, to} of changedSpans(before, after)) {
		const start = written.text === '' ? moveTo(row, from) : moveToColumn(from);
		const span = styledText(after, {from, to: Math.min(to, end)}, written.style);
		written = {text: written.text + start + span.text, style: span.style};
		if (to > end) {
			// The ground of a style would fill the rest of the row.
			written = {text: written.text + turn(written.style, '') + clearToEnd, style: ''};
		}
	}

	return written;
}

type Span = {readonly from: number; readonly to: number};

function changedSpans(before: LineCells, after: LineCells): Span[] {
	const spans: {from: number; to: number}[] = [];
	const width = Math.max(before.text.length, after.text.length);
	for (let column = 0; column < width; column++) {
		if (isSame(before, after, column)) {
			continue;
		}

		const last = spans.at(-1);
		if (last && column - last.to <= shortGap) {
			last.to = column + 1;
		} else {
			spans.push({from: column, to: column + 1});
		}
	}

	return spans;
}

/** Behind the end of a line there are blanks. */
function isSame(a: LineCells, b: LineCells, column: number): boolean {
	return (
		unitAt(a.text, column) === unitAt(b.text, column) &&
		(a.styles[column] ?? '') === (b.styles[column] ?? '')
	);
}

function unitAt(text: string, column: number): number {
	return column < text.length ? text.charCodeAt(column) : blank;
}

const blank = 0x20;

function styledText({text, styles}: LineCells, {from, to}: Span, style: string): Writing {
	let written = '';
	let set = style;
	let begin = from;
	for (let column = from; column < to; column++) {
		const next = styles[column] ?? '';
		if (next !== set) {
			written += text.slice(begin, column) + turn(set, next);
			set = next;
			begin = column;
		}
	}

	written += text.slice(begin, to);
	return {text: written.replaceAll(secondHalf, ''), style: set};
}

/** Sets another style. */
export function turn(from: string, to: string): string {
	return from === to ? '' : setStyle(from === '' ? to : to === '' ? '' : `0;${to}`);
}
