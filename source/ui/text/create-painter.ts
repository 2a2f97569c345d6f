import type {Theme} from '../theme.ts';
import type {Line} from './line.ts';
import {paint} from './paint.ts';

/** Paints lines as `paint` does. Those that stay from one picture to the next, as most rows of a table do, are painted once. */
export function createPainter(theme: Theme, ascii: boolean): (line: Line) => string {
	const painted = new WeakMap<Line, string>();
	return line => {
		const text = painted.get(line) ?? paint(line, theme, ascii);
		painted.set(line, text);
		return text;
	};
}
