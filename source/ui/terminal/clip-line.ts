import {cellWidth} from '../text/cell-width.ts';
import {graphemesOf} from '../text/graphemes.ts';
import {resetStyle} from './control-sequences.ts';

/**
 * The part of a line that fits into `columns` cells of the terminal. Styles take no cells; a wide character that would
 * stick out is left off whole; a line cut within a style gets its end.
 */
export function clipLine(line: string, columns: number): string {
	const text = line.replace(styles, '');
	if (cellWidth(text) <= columns) {
		return line;
	}

	let clipped = '';
	let free = columns;
	let styled = false;
	for (const [piece, style] of line.matchAll(styleOrText)) {
		if (style !== undefined) {
			styled = true;
			clipped += style;
			continue;
		}

		for (const segment of graphemesOf(piece)) {
			const cells = cellWidth(segment);
			if (cells > free) {
				return styled ? clipped + resetStyle : clipped;
			}

			free -= cells;
			clipped += segment;
		}
	}

	return clipped;
}

/** Sequences that set colours and the like (SGR). */
const styles = /\u001B\[[\d;:]*m/g;

/** One of them (a group of its own), or text up to the next one. */
const styleOrText = /(\u001B\[[\d;:]*m)|\u001B|[^\u001B]+/g;
