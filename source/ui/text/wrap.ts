import {cellWidth} from './cell-width.ts';
import {graphemesOf} from './graphemes.ts';

/** A text broken between words into lines of at most `width` cells; a longer word goes on in the next line. At least one line. */
export function wrapText(text: string, width: number): readonly string[] {
	if (cellWidth(text) <= width && !text.startsWith(' ')) {
		return [text];
	}

	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (cellWidth(longer) <= width) {
			line = longer;
			continue;
		}

		if (line !== '') {
			lines.push(line);
		}

		line = '';
		for (const character of cellWidth(word) <= width ? [word] : graphemesOf(word)) {
			if (line !== '' && cellWidth(line + character) > width) {
				lines.push(line);
				line = '';
			}

			line += character;
		}
	}

	lines.push(line);
	return lines;
}
