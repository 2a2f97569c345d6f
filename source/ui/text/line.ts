import {cleanText} from '../../domain/clean-text.ts';
import {shellLines} from '../../domain/shell-quote.ts';
import {noCommand, type Command} from '../nats-command.ts';
import type {Tone, Toned} from '../theme.ts';
import {cellWidth, clipEnd, clipMiddle, wrapText} from './width.ts';

/** One row of the terminal: texts that stand one after the other. A plain string is usual text. */
export type Line = readonly (string | Toned)[];

export function toned(text: string, tone: Tone = 'text'): Toned {
	return {text, tone};
}

export function named(text: string, tone: Tone = 'text'): Toned {
	return {text, tone, isName: true};
}

/** The pieces of a line, fit for a terminal: no name from the network can move its cursor. */
export function cleaned(line: Line): readonly Toned[] {
	return line.map(piece => {
		const {text, ...rest} = typeof piece === 'string' ? toned(piece) : piece;
		return {text: ours.test(text) ? text : cleanText(text), ...rest};
	});
}

/** What our own words and signs are made of needs no cleaning. */
const ours =
	/^[ -~\u00B7\u0394\u203A\u2026\u2190-\u2193\u2500-\u2595\u25A0-\u25FF\u2605\u2801-\u28FF]*$/;

export function lineWidth(line: Line): number {
	return line.reduce(
		(sum, piece) => sum + cellWidth(typeof piece === 'string' ? piece : piece.text),
		0,
	);
}

/** The line cleaned and cut to the width: names first, then its end. */
export function clipLine(line: Line, width: number, ellipsis: string): readonly Toned[] {
	const pieces = cleaned(line);
	if (lineWidth(pieces) <= width) {
		return pieces;
	}

	const names = pieces.filter(({isName}) => isName);
	const taken = lineWidth(pieces.filter(({isName}) => !isName));
	const rooms = shareRoom(names, width - taken);
	const shown: Toned[] = [];
	let free = width;
	for (const piece of pieces) {
		const room = Math.max(leastName, rooms.get(piece) ?? 0);
		const whole = piece.isName ? clipMiddle(piece.text, room, ellipsis) : piece.text;
		const text = clipEnd(whole, free, ellipsis);
		shown.push({...piece, text});
		free -= cellWidth(text);
		if (text !== whole) {
			break;
		}
	}

	return shown;
}

/** Cells of a cut name that still say something. */
const leastName = 4;

/** How many of the free cells each name gets. Short ones leave their room to longer ones. */
export function shareRoom<Name extends {readonly text: string}>(
	names: readonly Name[],
	free: number,
): ReadonlyMap<Name, number> {
	const rooms = new Map<Name, number>();
	let left = free;
	const shortestFirst = names.toSorted((a, b) => cellWidth(a.text) - cellWidth(b.text));
	for (const [index, name] of shortestFirst.entries()) {
		const room = Math.min(cellWidth(name.text), Math.floor(left / (names.length - index)));
		rooms.set(name, room);
		left -= room;
	}

	return rooms;
}

/** Something that a line may say at length, in short, or not at all. */
export type Part = readonly Form[];

/** One way to say it. A longer form has the higher rank: it comes when everything of lower rank has found room. */
type Form = {readonly rank: number; readonly line: Line};

export function form(rank: number, ...line: Line): Form {
	return {rank, line};
}

/**
 * As much as fits into the width, by rank, in the order of the parts.
 * @param between what stands between two parts: so many blanks, or a text
 */
export function fitParts(
	parts: readonly Part[],
	width: number,
	between: number | Toned = 2,
): readonly Toned[] {
	const gap = typeof between === 'number' ? toned(' '.repeat(between)) : between;
	const gapWidth = lineWidth([gap]);
	const forms = parts
		.flatMap((part, index) =>
			part.map(({rank, line}) => {
				const pieces = cleaned(line);
				return {rank, pieces, index, width: lineWidth(pieces)};
			}),
		)
		.filter(each => each.width > 0)
		.toSorted((a, b) => a.rank - b.rank);
	const chosen = new Map<number, (typeof forms)[number]>();
	let free = width + gapWidth;
	for (const each of forms) {
		const shorter = chosen.get(each.index);
		const needed = shorter ? each.width - shorter.width : each.width + gapWidth;
		if (needed <= free) {
			chosen.set(each.index, each);
			free -= needed;
		}
	}

	return [...chosen.values()]
		.toSorted((a, b) => a.index - b.index)
		.flatMap(({pieces}, place) => (place > 0 ? [gap, ...pieces] : pieces));
}

/** Cells of a caption, with the blank after it. */
const captionWidth = 12;

/** One fact of the details: its caption, and what it is on as many lines as it takes. */
export function factLines(
	caption: string,
	text: string,
	width: number,
	tone: Tone = 'text',
): readonly Line[] {
	return wrapped(text, width - captionWidth - 2).map((line, index) => [
		toned(`  ${(index === 0 ? caption : '').padEnd(captionWidth)}`, 'muted'),
		toned(line, tone),
	]);
}

/** What stands in lines of its own, such as a remark. */
export function textLines(text: string, width: number, tone: Tone = 'text'): readonly Line[] {
	return wrapped(text, width - 2).map(line => [toned(`  ${line}`, tone)]);
}

function wrapped(text: string, width: number): readonly string[] {
	return wrapText(cleanText(text, 2000), Math.max(8, width));
}

/** A command to copy, on as many lines as it takes; never cut. */
export function commandLines(command: Command, width: number): readonly Line[] {
	const lines = shellLines(command, Math.max(12, width));
	return lines?.map(line => [line]) ?? textLines(noCommand, width, 'muted');
}
