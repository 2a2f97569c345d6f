import {cellWidth, isNarrow} from './cell-width.ts';
import {graphemesOf} from './graphemes.ts';
import {remember} from './remember.ts';

/** The text if it fits into `width` cells, else its beginning and `ellipsis`. Never wider than `width`. */
export function clipEnd(text: string, width: number, ellipsis: string): string {
	if (cellWidth(text) <= width) {
		return text;
	}

	const room = width - cellWidth(ellipsis);
	return room < 0 ? head(text, width) : head(text, room) + ellipsis;
}

/** As `clipEnd`, but keeps both ends: what tells `prod-nats-eu-0` from `prod-nats-eu-1` stands last. */
export function clipMiddle(text: string, width: number, ellipsis: string): string {
	if (cellWidth(text) <= width) {
		return text;
	}

	const room = width - cellWidth(ellipsis);
	if (room < 2) {
		return clipEnd(text, width, ellipsis);
	}

	const start = head(text, Math.ceil(room / 2));
	return start + ellipsis + tail(text, room - cellWidth(start));
}

/** As `clipEnd`, but ends behind a whole word; nothing is left where not even the first one fits. */
export function clipWords(text: string, width: number, ellipsis: string): string {
	if (cellWidth(text) <= width) {
		return text;
	}

	const words = text.split(' ');
	const clipped = () => `${words.join(' ')} ${ellipsis}`;
	while (words.length > 0 && cellWidth(clipped()) > width) {
		words.pop();
	}

	return words.length > 0 ? clipped() : '';
}

function head(text: string, width: number): string {
	if (isNarrow(text)) {
		return text.slice(0, Math.max(0, width));
	}

	let taken = '';
	let free = width;
	for (const piece of segmentsOf(text)) {
		free -= cellWidth(piece);
		if (free < 0) {
			break;
		}

		taken += piece;
	}

	return taken;
}

function tail(text: string, width: number): string {
	if (isNarrow(text)) {
		return text.slice(Math.max(0, text.length - Math.max(0, width)));
	}

	let taken = '';
	let free = width;
	for (const piece of segmentsOf(text).toReversed()) {
		free -= cellWidth(piece);
		if (free < 0) {
			break;
		}

		taken = piece + taken;
	}

	return taken;
}

const segmentsOf = remember(graphemesOf);
