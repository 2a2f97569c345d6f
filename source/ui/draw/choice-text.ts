import {countOf} from '../act/ask-step-down.ts';
import {formatCount} from '../../domain/format-count.ts';
import {cleanText} from '../../domain/clean-text.ts';
import type {Scene} from '../scene/scene.ts';
import type {Front} from '../screen-state.ts';
import {cellWidth} from '../text/cell-width.ts';
import {fitLine, overlay, span, type Line} from '../text/line.ts';

/** The servers that could take over, one a line, in view around the chosen one. */
export function drawChoiceText(
	{targets, groups, index}: Extract<Front, {type: 'choice'}>,
	{layout, glyphs}: Scene,
	height: number,
): Line[] {
	const width = Math.max(...targets.map(({server}) => cellWidth(cleanText(server))), 6);
	const top = Math.max(0, Math.min(index - height + 1, targets.length - height));
	return targets.slice(top, top + height).map(({server, eligible, leaders}, row) => {
		const chosen = top + row === index;
		const all = eligible === groups.length;
		const line = fitLine(
			[
				span(chosen ? ` ${glyphs.cursor} ` : '   ', 'strong'),
				...fitLine([span(server, 'strong')], width),
				span(`  leads ${formatCount(leaders).padStart(5)}   `),
				all
					? span(groups.length === 1 ? 'can take it' : `can take all ${groups.length}`, 'good')
					: span(`can take ${eligible} of ${countOf(groups.length)}`, 'warning'),
			],
			layout.columns,
		);
		return chosen ? overlay(line, 'selected') : line;
	});
}
