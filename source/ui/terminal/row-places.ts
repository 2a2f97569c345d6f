import {createContext} from 'react';
import stringWidth from 'string-width';
import {clipLine} from './clip-line.ts';

/** What Ink shall paint for a row. */
export type PlaceRow = (text: string) => string;

/** Without a mounted screen, as in a test of a component, rows are painted by Ink. */
export const PlaceRowContext = createContext<PlaceRow>(text => text);

export type RowPlaces = {
	readonly place: PlaceRow;
	/** The lines of a frame that Ink painted, with the rows in their places. */
	readonly fill: (frame: string) => string[];
};

/**
 * Keeps rows out of Ink's painter, which takes every cell apart and puts it together again: 16 ms of CPU a frame of 140x45
 * cells. With one sign for it to paint instead of each row, on a terminal that it takes for one column wide, it is 2 ms; the row
 * takes the place of its sign and of the empty cells after it in the finished frame. Ink paints all rows of a frame anew each time, so the signs are counted from the start for each frame.
 */
export function createRowPlaces(): RowPlaces {
	let texts: string[] = [];
	return {
		place(text) {
			texts.push(text);
			return String.fromCodePoint(firstSign + texts.length - 1);
		},
		fill(frame) {
			const placed = texts;
			texts = [];
			return frame.split('\n').map(line => fillLine(line, placed));
		},
	};
}

/** Signs are of the last private use area: cleaned text has none of them, and no screen has as many rows. */
const firstSign = 0x10_00_00;
const signAndSpace = /([\u{100000}-\u{10FFFD}])( *)/gu;

function fillLine(line: string, texts: readonly string[]): string {
	return line.replace(signAndSpace, (place: string, sign: string, space: string, at: number) => {
		const text = texts[(sign.codePointAt(0) ?? 0) - firstSign];
		if (text === undefined) {
			return place;
		}

		if (at + place.length === line.length) {
			return text.trimEnd();
		}

		// Something stands to the right of it, and stays where it is.
		const cells = 1 + space.length;
		const clipped = clipLine(text, cells);
		return clipped + ' '.repeat(cells - stringWidth(clipped));
	});
}
