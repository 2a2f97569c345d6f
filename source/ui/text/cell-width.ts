import stringWidth from 'string-width';
import {narrowClass} from './narrow-class.ts';
import {remember} from './remember.ts';

/** How many cells of the terminal a text takes. Our own glyphs and ASCII, nearly all of a screen, are counted without segmenting. */
export function cellWidth(text: string): number {
	return isNarrow(text) ? text.length : widthOf(text);
}

/** Whether each character takes one cell and stands for itself, as those of ASCII and our own glyphs do. */
export function isNarrow(text: string): boolean {
	return isPlainAscii(text) || narrow.test(text);
}

/** Most texts are short and all ASCII; a loop knows that sooner than an expression does. */
export function isPlainAscii(text: string): boolean {
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (code < firstPlain || code > lastPlain) {
			return false;
		}
	}

	return true;
}

const firstPlain = 0x20;
const lastPlain = 0x7e;

/** Segmenting a name in another script costs as much as a whole row. */
const widthOf = remember(text => stringWidth(text));

const narrow = new RegExp(`^[${narrowClass}]*$`);
