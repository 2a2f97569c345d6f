import {cellWidth} from './cell-width.ts';
import {clipEnd} from './clip.ts';

/** A text broken between words into lines of at most `width` cells; a longer word is cut. At least one line. */
export function wrapText(text: string, width: number, ellipsis: string): readonly string[] {
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

		line = clipEnd(word, Math.max(1, width), ellipsis);
	}

	lines.push(line);
	return lines;
}
