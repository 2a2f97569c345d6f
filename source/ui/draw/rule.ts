import type {Glyphs} from '../glyphs.ts';
import {fitLine, lineWidth, span, type Line} from '../text/line.ts';

/** A horizontal line with something to say: `─ leaders on n1: 129 ───────`. */
export function drawRule(title: Line, width: number, glyphs: Glyphs): Line {
	const {horizontal, ellipsis} = glyphs;
	if (title.length === 0 || width < 6) {
		return fitLine([span(horizontal.repeat(Math.max(0, width)), 'rule')], width);
	}

	const said = fitLine(title, Math.min(lineWidth(title), width - 4), ellipsis);
	const rest = width - 3 - lineWidth(said);
	return [
		span(`${horizontal} `, 'rule'),
		...said,
		span(` ${horizontal.repeat(Math.max(0, rest))}`, 'rule'),
	];
}
