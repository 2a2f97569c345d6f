import {stripVTControlCharacters} from 'node:util';
import stringWidth from 'string-width';

/** How many cells of the terminal a text takes. */
export function cellWidth(text: string): number {
	return narrow.test(text) ? text.length : wideWidth(text);
}

/** The same of a text with colours, as Ink asks for it many times a frame: it took a third of one. */
export function styledWidth(text: string): number {
	return cellWidth(stripVTControlCharacters(text));
}

/** What takes one cell everywhere: ASCII, Latin-1 letters, and the ranges that our glyphs come from. */
const narrow =
	/^[ -~\u00A1-\u00AC\u00AE-\u02FF\u0391-\u03C9\u2022\u2026\u203A\u2190-\u2193\u2500-\u2595\u25A0\u25B8\u25B9\u25CB\u25CF\u2605\u2800-\u28FF]*$/;

/** What must not be cut apart: an accent belongs to its letter. */
export function graphemesOf(text: string): readonly string[] {
	return narrow.test(text) ? text.split('') : segments(text);
}

let segmenter: Intl.Segmenter | undefined;

/** Names in other scripts come up in every frame, and segmenting one costs as much as a whole row. */
const segments = remember(text => {
	// The first one costs 25 ms, and most screens hold nothing that needs one.
	segmenter ??= new Intl.Segmenter();
	return Array.from(segmenter.segment(text), ({segment}) => segment);
});
const wideWidth = remember(text => stringWidth(text));

function remember<Answer>(compute: (text: string) => Answer): (text: string) => Answer {
	const answers = new Map<string, Answer>();
	return text => {
		const known = answers.get(text);
		if (known !== undefined) {
			return known;
		}

		if (answers.size >= 2000) {
			answers.clear();
		}

		const answer = compute(text);
		answers.set(text, answer);
		return answer;
	};
}

/** The text if it fits into `width` cells, else its beginning and `ellipsis`. Never wider than `width`. */
export function clipEnd(text: string, width: number, ellipsis: string): string {
	if (cellWidth(text) <= width) {
		return text;
	}

	const room = width - cellWidth(ellipsis);
	const pieces = graphemesOf(text);
	return room < 0 ? take(pieces, width).join('') : take(pieces, room).join('') + ellipsis;
}

/** As `clipEnd`, but keeps both ends: `prod-nats-eu-0` and `prod-nats-eu-1` differ at the end. */
export function clipMiddle(text: string, width: number, ellipsis: string): string {
	const room = width - cellWidth(ellipsis);
	if (room < 2 || cellWidth(text) <= width) {
		return clipEnd(text, width, ellipsis);
	}

	const pieces = graphemesOf(text);
	const start = take(pieces, Math.ceil(room / 2)).join('');
	const end = take(pieces.toReversed(), room - cellWidth(start)).toReversed();
	return start + ellipsis + end.join('');
}

/** As many of the pieces, from the first on, as fit. */
function take(pieces: readonly string[], width: number): readonly string[] {
	let free = width;
	const end = pieces.findIndex(piece => {
		free -= cellWidth(piece);
		return free < 0;
	});
	return end < 0 ? pieces : pieces.slice(0, end);
}

/** As `clipEnd`, but ends behind a whole word; nothing is left where not even the first one fits. */
export function clipWords(text: string, width: number, ellipsis: string): string {
	if (cellWidth(text) <= width) {
		return text;
	}

	const [line = ''] = wrapText(text, width - cellWidth(ellipsis) - 1);
	return text.startsWith(`${line} `) ? `${line} ${ellipsis}` : '';
}

/** A text broken between words into lines of at most `width` cells; a longer word goes on in the next line. At least one line. */
export function wrapText(text: string, width: number): readonly string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const isLong = cellWidth(word) > width;
		if (line !== '' && (isLong || cellWidth(line) + 1 + cellWidth(word) > width)) {
			lines.push(line);
			line = '';
		}

		line += (line === '' ? '' : ' ') + (isLong ? '' : word);
		for (const piece of isLong ? graphemesOf(word) : []) {
			if (line !== '' && cellWidth(line + piece) > width) {
				lines.push(line);
				line = '';
			}

			line += piece;
		}
	}

	return [...lines, line];
}

/** Our own signs have ASCII forms; what is left are names. As wide as before. */
export function toAscii(text: string): string {
	return /^[ -~]*$/.test(text) ? text : graphemesOf(text).map(asciiFor).join('');
}

function asciiFor(grapheme: string): string {
	return grapheme === '…'
		? '~'
		: /^[ -~]$/.test(grapheme)
			? grapheme
			: '?'.repeat(cellWidth(grapheme));
}
