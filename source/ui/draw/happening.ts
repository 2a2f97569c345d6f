import type {Glyphs} from '../glyphs.ts';
import type {Happening} from '../scene/timeline.ts';
import {span, type Line} from '../text/line.ts';
import {clockTime} from './clock-time.ts';
import {groupName} from './group-name.ts';
import {outcomeWords} from './outcome-words.ts';

/** What goes without saying where happenings are listed. */
export type Understood = 'nothing' | 'owner' | 'group';

/** One happening: `14:02:09 SHOP ORDERS › audit  n1 → n3  yours, as wanted, 214 ms`. */
export function drawHappening(
	{at, group, from = '?', to, own}: Happening,
	glyphs: Glyphs,
	understood: Understood = 'nothing',
): Line {
	const path = to === undefined ? `${from} stays` : `${from} ${glyphs.arrow} ${to}`;
	const words = own && outcomeWords(own);
	return [
		span(`${clockTime(at)} `, 'muted'),
		...(understood === 'group'
			? []
			: [span(`${group.account} `, 'muted'), span(`${groupName(group, glyphs)}  `)]),
		span(path, 'strong'),
		...(words
			? [span(understood === 'owner' ? '  ' : '  yours, ', 'muted'), span(words.text, words.tone)]
			: []),
	];
}
