import {formatCount} from '../../domain/format.ts';
import type {Glyphs} from '../glyphs.ts';
import {toned, type Line} from '../text/line.ts';
import {cellWidth, clipMiddle} from '../text/width.ts';
import type {Tone, Toned} from '../theme.ts';

export type ChartLine = {
	/** Stands at the end of the line, with its last value. */
	readonly name: string;
	readonly tone: Tone;
	/** So many values over the time shown, oldest first; undefined where there was none yet. */
	readonly values: (count: number) => readonly (number | undefined)[];
};

type Chart = {
	/** At most one a row; the last is drawn over the others. */
	readonly lines: readonly ChartLine[];
	/** The dashed line. */
	readonly level: number;
	readonly least: number;
	readonly most: number;
	readonly width: number;
	readonly height: number;
};

/** Lines over time and a dashed one to compare them with; scale at the left, names at the right. */
export function chartLines(
	{lines, level, least, most, width, height}: Chart,
	glyphs: Glyphs,
): readonly Line[] {
	const {ascii, ellipsis, vertical, live} = glyphs;
	const scale = [most, level, least].map(value => formatCount(value));
	const scaleWidth = Math.max(...scale.map(text => text.length));
	const nameRoom = Math.floor(width / 3);
	const ends = lines.map(({name, values}) => {
		const value = ` ${formatCount(values(1)[0])}`;
		return clipMiddle(name, nameRoom - value.length - 2, ellipsis) + value;
	});
	const endWidth = Math.max(0, ...ends.map(end => 2 + cellWidth(end)));
	const plotWidth = Math.max(1, width - scaleWidth - 1 - endWidth - 1);
	const markOf = (index: number) => (ascii ? (marks[index % marks.length] ?? '*') : live);
	const dots = ascii ? {across: 1, down: 1} : {across: 2, down: 4};
	const highest = height * dots.down - 1;
	const range = Math.max(1e-9, most - least);
	/** Rows of dots are counted from the top. */
	const dotRow = (value: number) =>
		highest - Math.round(Math.min(1, Math.max(0, (value - least) / range)) * highest);
	const rowOf = (value: number) => Math.floor(dotRow(value) / dots.down);

	const plot = new Plot(plotWidth, height);
	for (const [index, {values, tone}] of lines.entries()) {
		let before: number | undefined;
		for (const [x, value] of values(plotWidth * dots.across).entries()) {
			if (value === undefined) {
				continue;
			}

			const y = dotRow(value);
			for (let dot = Math.min(y, before ?? y); dot <= Math.max(y, before ?? y); dot++) {
				plot.set(x, dot, dots, ascii ? markOf(index) : undefined, tone);
			}

			before = y;
		}
	}

	plot.dash(dotRow(level), dots, ascii);
	const named = placeEnds(
		lines.map(line => rowOf(line.values(1)[0] ?? least)),
		height,
	);
	const scaleAt = new Map([
		[height - 1, scale[2]],
		[0, scale[0]],
		[rowOf(level), scale[1]],
	]);
	return Array.from({length: height}, (_, row): Line => {
		const index = named.indexOf(row);
		const end =
			index < 0 ? [] : [toned(` ${markOf(index)}`, lines[index]?.tone), ` ${ends[index]}`];
		return [
			toned((scaleAt.get(row) ?? '').padStart(scaleWidth), 'muted'),
			toned(vertical, 'rule'),
			...plot.row(row),
			// Figures and names are text; the mark has the line's colour.
			...end,
		];
	});
}

/** Of lines that are drawn without dots of their own. */
const marks = ['*', 'o', 'x', '+', '#', '@'];

type Dots = {readonly across: number; readonly down: number};

/** The cells of a chart: Braille patterns of 2 x 4 dots, or marks. */
class Plot {
	readonly #cells: ({pattern: number; mark: string | undefined; tone: Tone} | undefined)[];
	readonly #width: number;

	constructor(width: number, height: number) {
		this.#width = width;
		this.#cells = Array.from({length: width * height});
	}

	set(x: number, y: number, {across, down}: Dots, mark: string | undefined, tone: Tone): void {
		const place = Math.floor(y / down) * this.#width + Math.floor(x / across);
		const pattern = this.#cells[place]?.pattern ?? 0;
		this.#cells[place] = {pattern: pattern | dotAt(x % across, y % down), mark, tone};
	}

	/** Fills every other cell that is still empty. */
	dash(y: number, dots: Dots, ascii: boolean): void {
		const begin = Math.floor(y / dots.down) * this.#width;
		for (let column = 0; column < this.#width; column += 2) {
			if (this.#cells[begin + column] === undefined) {
				for (let across = 0; across < dots.across; across++) {
					const x = column * dots.across + across;
					this.set(x, y, dots, ascii ? '-' : undefined, 'muted');
				}
			}
		}
	}

	row(row: number): readonly Toned[] {
		return this.#cells.slice(row * this.#width, (row + 1) * this.#width).map(cell => {
			const {pattern, mark, tone} = cell ?? {pattern: 0, mark: ' ', tone: 'muted'};
			return toned(mark ?? String.fromCodePoint(braille + pattern), tone);
		});
	}
}

const braille = 0x28_00;

/** The dots of a Braille pattern are numbered down the columns, but for the lowest two, which came later. */
function dotAt(x: number, y: number): number {
	return y === 3 ? 0x40 << x : 1 << (y + x * 3);
}

/** A row for each name, as near to its line as the others let it be, in the order of the lines' heights. */
function placeEnds(rows: readonly number[], height: number): readonly number[] {
	const placed = [...rows];
	const order = [...rows.keys()].sort((a, b) => (rows[a] ?? 0) - (rows[b] ?? 0) || a - b);
	let next = 0;
	for (const [place, index] of order.entries()) {
		const rest = order.length - 1 - place;
		const row = Math.min(Math.max(rows[index] ?? 0, next), height - 1 - rest);
		placed[index] = row;
		next = row + 1;
	}

	return placed;
}
