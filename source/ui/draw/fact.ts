import {cleanText} from '../../domain/clean-text.ts';
import {shellLines} from '../../domain/shell-quote.ts';
import {noCommand, type Command} from '../act/nats-command.ts';
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
	return wrapText(cleanText(text, 2000), room).map((line, index) => [
		span(`  ${index === 0 ? caption.padEnd(captionWidth) : ' '.repeat(captionWidth)}`, 'muted'),
		span(line, tone),
	]);
}

/** What stands on lines of its own. */
export function drawFreeText(text: string, width: number, tone: Tone = 'text'): Line[] {
	return wrapText(cleanText(text, 2000), Math.max(8, width - 2)).map(line => [
		span(`  ${line}`, tone),
	]);
}

/** A command to copy, on as many lines as it takes. */
export function drawCommand(command: Command, width: number): Line[] {
	const lines = shellLines(command, width);
	return lines?.map(line => [span(line, 'muted')]) ?? drawFreeText(noCommand, width, 'muted');
}
