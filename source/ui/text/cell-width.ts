import stringWidth from 'string-width';
import {narrowClass} from './narrow-class.ts';
import {remember} from './remember.ts';

/** How many cells of the terminal a text takes. Our own glyphs and ASCII, nearly all of a screen, are counted without segmenting. */
export function cellWidth(text: string): number {
	return narrow.test(text) ? text.length : widthOf(text);
}

/** Segmenting a name in another script costs as much as a whole row. */
const widthOf = remember(text => stringWidth(text));

const narrow = new RegExp(`^[${narrowClass}]*$`);
