import {createContext} from 'react';

/** What Ink shall paint for lines that stand below each other. */
export type PlaceLines = (lines: readonly string[]) => string;

/** Without a mounted screen, as in a test of a component, the lines are painted by Ink. */
export const PlaceLinesContext = createContext<PlaceLines>(lines => lines.join('\n'));

export type LinePlaces = {
	readonly place: PlaceLines;
	/** The lines of a frame that Ink painted, with those that were placed in the place of their sign, without blanks at their ends. */
	readonly fill: (frame: string) => string[];
	/** Lines without blanks at their ends. */
	readonly trim: (lines: readonly string[]) => readonly string[];
};

/**
 * Keeps lines out of Ink's painter, which takes every cell apart and puts it together again: 16 ms of CPU a frame of 140x45
 * cells, and 2 ms with one sign to paint for each line. With one sign for all that stand below each other it is next to
 * nothing. Ink paints a frame anew each time, so the signs are counted from the start for each frame.
 */
export function createLinePlaces(): LinePlaces {
	let blocks: (readonly string[])[] = [];
	let last: Trimmed = {lines: [], trimmed: []};

	/** Most lines are those of the frame before: they stay the same strings, which nobody has to compare by their letters. */
	function trim(lines: readonly string[]): readonly string[] {
		const trimmed = lines.map((line, index) =>
			line === last.lines[index] ? (last.trimmed[index] ?? '') : line.trimEnd(),
		);
		last = {lines, trimmed};
		return trimmed;
	}

	return {
		trim,
		place(lines) {
			blocks.push(lines);
			return String.fromCodePoint(firstSign + blocks.length - 1);
		},
		fill(frame) {
			const placed = blocks;
			blocks = [];
			return frame.split('\n').flatMap(line => {
				const block = blockAt(line, placed);
				return block ? trim(block) : [line];
			});
		},
	};
}

/** The lines that were placed last, with and without the blanks at their ends. */
type Trimmed = {readonly lines: readonly string[]; readonly trimmed: readonly string[]};

/** Signs are of the last private use area: cleaned text has none of them. */
const firstSign = 0x10_00_00;

function blockAt(
	line: string,
	blocks: readonly (readonly string[])[],
): readonly string[] | undefined {
	const sign = (line.codePointAt(0) ?? 0) - firstSign;
	return sign < 0 ? undefined : blocks[sign];
}
