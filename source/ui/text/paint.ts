import type {Style, Theme} from '../theme.ts';
import {cellWidth} from './cell-width.ts';
import type {Line, Span} from './line.ts';

/**
 * A line as the terminal gets it. Neighbours of one style are painted in one go: every byte counts over SSH.
 * @param ascii shows `?` for what is left outside ASCII, which is names: our own glyphs have their ASCII forms
 */
export function paint(line: Line, theme: Theme, ascii = false): string {
	let painted = '';
	let run = '';
	let style: Style | undefined;
	for (const piece of line) {
		const next = styleOf(piece, theme);
		if (next !== style && run !== '') {
			painted += style ? style(run) : run;
			run = '';
		}

		style = next;
		run += ascii ? toAscii(piece.text) : piece.text;
	}

	return painted + (style && run !== '' ? style(run) : run);
}

function styleOf({tone, over}: Span, theme: Theme): Style {
	return over === undefined ? theme.tones[tone] : theme[over];
}

function toAscii(text: string): string {
	return /^[ -~]*$/.test(text) ? text : Array.from(graphemes.segment(text), inAscii).join('');
}

const graphemes = new Intl.Segmenter();

function inAscii({segment}: {readonly segment: string}): string {
	return /^[ -~]$/.test(segment) ? segment : '?'.repeat(cellWidth(segment));
}
