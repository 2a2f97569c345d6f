import type {ReactNode} from 'react';
import {cleanText} from '../../domain/clean-text.ts';
import {shellLines} from '../../domain/shell-quote.ts';
import {noCommand, type Command} from '../nats-command.ts';
import {wrapText} from '../text/wrap.ts';
import type {Tone, Toned} from '../theme.ts';
import {Spans} from './span.tsx';

/** Cells of a caption, with the blank after it. */
const captionWidth = 12;

/** One fact of the details: its caption, and what it is on as many rows as it takes. */
export function factRows(
	caption: string,
	text: string,
	width: number,
	tone: Tone = 'text',
): readonly ReactNode[] {
	const room = Math.max(8, width - captionWidth - 2);
	return wrapText(cleanText(text, 2000), room).map((line, index) => (
		<Spans
			key={line}
			of={[
				{
					text: `  ${index === 0 ? caption.padEnd(captionWidth) : ' '.repeat(captionWidth)}`,
					tone: 'muted',
				},
				{text: line, tone},
			]}
		/>
	));
}

/** What stands in rows of its own, such as a remark. */
export function textRows(text: string, width: number, tone: Tone = 'text'): readonly ReactNode[] {
	return wrapText(cleanText(text, 2000), Math.max(8, width - 2)).map(line => (
		<Spans key={line} of={[{text: `  ${line}`, tone}]} />
	));
}

/** A row of a text that is made of pieces. */
export function spanRow(...of: readonly Toned[]): ReactNode {
	return <Spans of={of} />;
}

export function toned(text: string, tone: Tone = 'text'): Toned {
	return {text, tone};
}

/** A command to copy, on as many rows as it takes; never cut. */
export function commandRows(command: Command, width: number): readonly ReactNode[] {
	const lines = shellLines(command, Math.max(12, width));
	return (
		lines?.map(line => <Spans key={line} of={[{text: line, tone: 'text'}]} />) ??
		textRows(noCommand, width, 'muted')
	);
}
