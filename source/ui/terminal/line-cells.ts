import {narrowClass} from '../text/narrow-class.ts';
import {normalStyle, styleAfter} from './cell-style.ts';

/** A line as the terminal shows it, column by column. */
export type LineCells = {
	/** What stands in a column; empty in the second one of a wide character. */
	readonly texts: readonly string[];
	/** How it looks, as `styleAfter` spells it. */
	readonly styles: readonly string[];
};

/**
 * Takes a line apart, as far as it fits into `columns`. Undefined where terminals do not agree on how much room its
 * characters take (emoji, accents of their own), or where it does more than set styles: nobody knows its columns then.
 */
export function cellsOf(line: string, columns: number): LineCells | undefined {
	const texts: string[] = [];
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
			for (const character of narrow) {
				texts.push(character);
				styles.push(character === ' ' && !style.hasGround ? '' : style.name);
			}
		} else if (wide !== undefined) {
			for (const character of wide) {
				texts.push(character, '');
				styles.push(style.name, style.name);
			}
		} else {
			return undefined;
		}
	}

	return texts.length > columns ? clipped({texts, styles}, columns) : {texts, styles};
}

/** A wide character that would stick out is left off whole. */
function clipped({texts, styles}: LineCells, columns: number): LineCells {
	const end = texts[columns] === '' ? columns - 1 : columns;
	return {texts: texts.slice(0, end), styles: styles.slice(0, end)};
}

/** Kana, Chinese characters and Hangul syllables take two columns. */
const wideClass = '\\u3041-\\u3096\\u30A1-\\u30FA\\u30FC\\u4E00-\\u9FFF\\uAC00-\\uD7A3';

/** A style (its parameters), narrow characters, wide ones, or whatever else. */
const pieces = new RegExp(`\\u001B\\[([\\d;]*)m|([${narrowClass}]+)|([${wideClass}]+)|[^]`, 'g');
