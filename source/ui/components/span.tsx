import {memo} from 'react';
import {Text} from 'ink';
import {cleanText} from '../../domain/clean-text.ts';
import {cellWidth} from '../text/cell-width.ts';
import {graphemesOf} from '../text/graphemes.ts';
import type {Tone, Toned} from '../theme.ts';
import {clipToned} from '../text/toned.ts';
import {useGlyphs, usePaint, useRoom} from './theme.tsx';

/** What our own words and signs are made of needs no cleaning. */
const plain =
	/^[ -~\u00B7\u0394\u203A\u2026\u2190-\u2193\u2500-\u2595\u25A0-\u25FF\u2605\u2801-\u28FF]*$/;

/** Everything on the screen passes through here and is cleaned here, so that no name can move the cursor. */
function cleaned(text: string, ascii: boolean): string {
	const clean = plain.test(text) ? text : cleanText(text);
	return ascii ? toAscii(clean) : clean;
}

/** A text with a meaning, on one row; cut with an ellipsis where there is no room. */
export function Span({tone = 'text', children}: SpanProps) {
	return <Spans of={[{text: children, tone}]} />;
}

export type SpanProps = {readonly tone?: Tone | undefined; readonly children: string};

/** Several of them as one text. */
export function Spans({of}: {readonly of: readonly Toned[]}) {
	const {ascii, ellipsis} = useGlyphs();
	const room = useRoom();
	const paint = usePaint();
	const clean = of.map(({text, tone}) => ({text: cleaned(text, ascii), tone}));
	const shown = ascii ? clipToned(clean, room, ellipsis) : clean;
	return <Painted text={paint(shown)} />;
}

/** Ink lays a text out again only where it has changed. */
const Painted = memo(({text}: {readonly text: string}) => <Text wrap="truncate">{text}</Text>);

/** Our own signs have ASCII forms; what is left are names. */
export function toAscii(text: string): string {
	return /^[ -~]*$/.test(text) ? text : graphemesOf(text).map(inAscii).join('');
}

function inAscii(grapheme: string): string {
	if (/^[ -~]$/.test(grapheme)) {
		return grapheme;
	}

	return grapheme === '…' ? '~' : '?'.repeat(cellWidth(grapheme));
}
