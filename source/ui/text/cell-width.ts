import stringWidth from 'string-width';
import {remember} from './remember.ts';

/** How many cells of the terminal a text takes. Our own glyphs and ASCII, nearly all of a screen, are counted without segmenting. */
export function cellWidth(text: string): number {
	return narrow.test(text) ? text.length : widthOf(text);
}

/** Segmenting a name in another script costs as much as a whole row. */
const widthOf = remember(text => stringWidth(text));

/** Characters that take one cell everywhere, as a class of an expression: ASCII, and the ranges of box drawing, blocks, arrows, Latin-1 letters and the few signs that our glyphs come from. */
export const narrowClass =
	' -~\\u00A1-\\u00AC\\u00AE-\\u02FF\\u0391-\\u03C9\\u2022\\u2026\\u203A\\u2190-\\u2193\\u2500-\\u2595\\u25A0\\u25B8\\u25B9\\u25CB\\u25CF\\u2605';

const narrow = new RegExp(`^[${narrowClass}]*$`);
