import type {Style, Theme, Tone} from '../theme.ts';
import {cellWidth} from './cell-width.ts';
import {graphemesOf} from './graphemes.ts';
import type {Line, Span} from './line.ts';

/**
 * A line as the terminal gets it. Neighbours of one style are painted in one go, and blanks in whatever style they stand:
 * every byte counts over SSH.
 * @param ascii shows `?` for what is left outside ASCII, which is names: our own glyphs have their ASCII forms
 */
export function paint(line: Line, theme: Theme, ascii = false): string {
	let painted = '';
	let run = '';
	let blanks = '';
	let style: Style = theme.tones.text;
	for (const piece of line) {
		if (isBlank(piece)) {
			blanks += piece.text;
			continue;
		}

		const next = styleOf(piece, theme);
		const text = ascii ? toAscii(piece.text) : piece.text;
		if (next === style && (blanks === '' || !hasGround(piece))) {
			run += blanks + text;
		} else {
			painted += paintRun(style, run) + blanks;
			run = text;
			style = next;
		}

		blanks = '';
	}

	return painted + paintRun(style, run) + blanks;
}

function paintRun(style: Style, run: string): string {
	return run === '' ? '' : style(run);
}

/** Looks the same in every colour: blanks that have no ground of their own. */
function isBlank(piece: Span): boolean {
	return isAllBlank(piece.text) && !hasGround(piece);
}

/** Nearly every other text is known by its first character. */
function isAllBlank(text: string): boolean {
	for (let index = 0; index < text.length; index++) {
		if (text[index] !== ' ') {
			return false;
		}
	}

	return true;
}

function hasGround({tone, over}: Span): boolean {
	return over === undefined ? grounds.has(tone) : over === 'selected';
}

const grounds: ReadonlySet<Tone> = new Set(['badge', 'mark-on-load', 'mark-on-hot']);

function styleOf({tone, over}: Span, theme: Theme): Style {
	return over === undefined ? theme.tones[tone] : theme[over];
}

function toAscii(text: string): string {
	return /^[ -~]*$/.test(text) ? text : graphemesOf(text).map(inAscii).join('');
}

function inAscii(segment: string): string {
	return /^[ -~]$/.test(segment) ? segment : '?'.repeat(cellWidth(segment));
}
