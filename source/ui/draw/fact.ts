import {cleanText} from '../../domain/clean-text.ts';
import {span, type Line} from '../text/line.ts';
import {wrapText} from '../text/wrap.ts';
import type {Tone} from '../theme.ts';

/** Cells of a caption, with the blank after it. */
const captionWidth = 12;

/** One fact of the details: its caption, and what it is on as many lines as it takes. */
export function drawFact(
	caption: string,
	text: string,
	width: number,
	tone: Tone = 'text',
): Line[] {
	const room = Math.max(8, width - captionWidth - 2);
	return wrapText(cleanText(text, 2000), room, '').map((line, index) => [
		span(`  ${index === 0 ? caption.padEnd(captionWidth) : ' '.repeat(captionWidth)}`, 'muted'),
		span(line, tone),
	]);
}

/** What stands in a line of its own, such as a command to copy. */
export function drawFreeText(text: string, width: number, tone: Tone = 'text'): Line[] {
	return wrapText(cleanText(text, 2000), Math.max(8, width - 2), '').map(line => [
		span(`  ${line}`, tone),
	]);
}
