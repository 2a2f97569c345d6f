import {isNarrow} from '../text/cell-width.ts';
import {narrowClass} from '../text/narrow-class.ts';
import {normalStyle, styleAfter} from './cell-style.ts';

/** A line as the terminal shows it, column by column. */
export type LineCells = {
	/** What stands in the columns, one UTF-16 unit in each; `secondHalf` in the second one of a wide character. */
	readonly text: string;
	/** How each column looks, as `styleAfter` spells it. */
	readonly styles: readonly string[];
};

/** Stands in no cleaned text. */
export const secondHalf = '\0';

/**
 * Takes a line apart, as far as it fits into `columns`. Undefined where terminals do not agree on how much room its
 * characters take (emoji, accents of their own), or where it does more than set styles: nobody knows its columns then.
 */
export function cellsOf(line: string, columns: number): LineCells | undefined {
	const text = line.replace(sequences, '');
	const cells = isNarrow(text) ? narrowCells(line, text) : mixedCells(line);
	return cells && cells.text.length > columns ? clipped(cells, columns) : cells;
}

/** @param text the line without its styles: nothing else but characters of one column each */
function narrowCells(line: string, text: string): LineCells | undefined {
	const styles = Array<string>(text.length).fill(normalStyle.name);
	let style = normalStyle;
	let column = 0;
	let index = 0;
	for (;;) {
		const next = line.indexOf(escape, index);
		const from = column;
		column += (next < 0 ? line.length : next) - index;
		if (style !== normalStyle) {
			styles.fill(style.name, from, column);
			if (!style.hasGround) {
				unstyleBlanks(styles, text, from, column);
			}
		}

		if (next < 0) {
			return {text, styles};
		}

		const end = line.indexOf('m', next);
		const after = styleAfter(style, line.slice(next + 2, end));
		if (after === undefined) {
			return undefined;
		}

		style = after;
		index = end + 1;
	}
}

/** Blanks look the same in whatever style they stand, unless it has a ground. */
function unstyleBlanks(styles: string[], text: string, from: number, to: number): void {
	for (let at = text.indexOf(' ', from); at >= 0 && at < to; at = text.indexOf(' ', at + 1)) {
		styles[at] = normalStyle.name;
	}
}

function mixedCells(line: string): LineCells | undefined {
	let text = '';
	const styles: string[] = [];
	let style = normalStyle;
	for (const [, sequence, narrow, wide] of line.matchAll(pieces)) {
		if (sequence !== undefined) {
			const next = styleAfter(style, sequence);
			if (next === undefined) {
				return undefined;
			}

			style = next;
		} else if (narrow !== undefined) {
			text += narrow;
			for (const character of narrow) {
				styles.push(character === ' ' && !style.hasGround ? normalStyle.name : style.name);
			}
		} else if (wide !== undefined) {
			for (const character of wide) {
				text += character + secondHalf;
				styles.push(style.name, style.name);
			}
		} else {
			return undefined;
		}
	}

	return {text, styles};
}

/** A wide character that would stick out is left off whole. */
function clipped({text, styles}: LineCells, columns: number): LineCells {
	const end = text[columns] === secondHalf ? columns - 1 : columns;
	return {text: text.slice(0, end), styles: styles.slice(0, end)};
}

const escape = '\u001B';

/** A style; its parameters stand between the second character and the last. */
const sequence = '\\u001B\\[([\\d;]*)m';
const sequences = new RegExp(sequence, 'g');

/** Kana, Chinese characters and Hangul syllables take two columns. */
const wideClass = '\\u3041-\\u3096\\u30A1-\\u30FA\\u30FC\\u4E00-\\u9FFF\\uAC00-\\uD7A3';

/** A style (its parameters), narrow characters, wide ones, or whatever else. */
const pieces = new RegExp(`${sequence}|([${narrowClass}]+)|([${wideClass}]+)|[^]`, 'g');
