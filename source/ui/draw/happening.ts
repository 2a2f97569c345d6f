import type {Glyphs} from '../glyphs.ts';
import type {Happening} from '../scene/timeline.ts';
import {span, type Line} from '../text/line.ts';
import {causeWords} from './cause-words.ts';
import {clockTime} from './clock-time.ts';
import {groupName} from './group-name.ts';
import {outcomeWords} from './outcome-words.ts';

/** What goes without saying where happenings are listed. */
export type Understood = 'nothing' | 'group';

/** One happening: `14:02:09 SHOP ORDERS › audit  n1 → n3  yours, as wanted, 214 ms`, or `…  n1 was stopped, 310 ms`. */
export function drawHappening(
	happening: Happening,
	glyphs: Glyphs,
	understood: Understood = 'nothing',
): Line {
	const {at, group, from = '?', to, own} = happening;
	const path = to === undefined ? `${from} stays` : `${from} ${glyphs.arrow} ${to}`;
	const words = own && outcomeWords(own);
	const why = words ? undefined : causeWords(happening);
	return [
		span(`${clockTime(at)} `, 'muted'),
		...(understood === 'group'
			? []
			: [span(`${group.account} `, 'muted'), span(`${groupName(group, glyphs)}  `)]),
		span(path, 'strong'),
		...(words ? [span('  yours, ', 'muted'), span(words.text, words.tone)] : []),
		...(why ? [span('  '), span(why.text, why.tone)] : []),
	];
}
