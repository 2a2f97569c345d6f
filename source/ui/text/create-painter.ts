import type {Theme} from '../theme.ts';
import type {Line} from './line.ts';
import {paint} from './paint.ts';

/**
 * Paints pictures line by line as `paint` does. Lines that stay where they are from one picture to the next, as most rows of a
 * table do, are painted once; of a picture that looks like the last one, the last texts are returned, the same array.
 */
export function createPainter(
	theme: Theme,
	ascii: boolean,
): (lines: readonly Line[]) => readonly string[] {
	let last: readonly Line[] = [];
	let texts: readonly string[] = [];
	return lines => {
		const painted: string[] = [];
		let isOther = lines.length !== texts.length;
		for (const [row, line] of lines.entries()) {
			const before = texts[row];
			const text = before !== undefined && line === last[row] ? before : paint(line, theme, ascii);
			isOther ||= text !== before;
			painted.push(text);
		}

		last = lines;
		if (isOther) {
			texts = painted;
		}

		return texts;
	};
}
