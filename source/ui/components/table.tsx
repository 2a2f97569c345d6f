import {useState} from 'react';
import {fitColumns} from '../../domain/fit-columns.ts';
import {cleaned, clipLine, lineWidth, toned, type Line} from '../text/line.ts';
import type {Toned} from '../theme.ts';
import {cellWidth} from '../text/width.ts';
import {Lines, useGlyphs} from './look.tsx';

/**
 * One column of a table that fits itself to the width there is. All widths are in cells. The columns that matter least are
 * left out first; what is free then goes to those that can use it, by rank.
 */
export type Column<Row> = {
	/** The longest caption that fits is shown. */
	readonly title: string | readonly string[];
	/** 1 stays longest. */
	readonly rank: number;
	/** The least that it makes sense with. */
	readonly width: number;
	/** Nothing is cut up to this width. */
	readonly whole?: number;
	/** It grows up to this width if its rows need that. */
	readonly most?: number;
	/** It grows up to this width whatever its rows need. */
	readonly fills?: number;
	readonly align?: 'right';
	/**
	 * What it shows of a row stays for so long, in ms, and changes together with the other rows: a figure that trembles has
	 * its whole line written again.
	 */
	readonly steadyMs?: number;
	/** Asked for its natural length with a width of Infinity, too, if that decides about the column. */
	readonly cell: (row: Row, width: number) => Cell;
};

type Cell = string | Toned | Line;

/** A right-aligned column of figures. */
export function figure<Row>(
	title: Column<Row>['title'],
	rank: number,
	width: number,
	cell: Column<Row>['cell'],
	more: Pick<Column<Row>, 'whole' | 'steadyMs'> = {},
): Column<Row> {
	return {title, rank, width, align: 'right', cell, ...more};
}

type TableProps<Row> = {
	readonly columns: readonly Column<Row>[];
	/** By all of these the columns take their widths. */
	readonly rows: readonly Row[];
	/** The first row in view. */
	readonly top?: number;
	/** Rows in view, without captions; all unless given. */
	readonly height?: number;
	readonly width: number;
	readonly captions?: boolean;
	/** Names a row for the columns that are steady, in a picture of the time `now`, epoch in ms. */
	readonly steady?: {readonly keyOf: (row: Row) => string; readonly now: number};
	readonly isSelected?: (row: Row) => boolean;
	/** Stands there where there are no rows. */
	readonly empty?: Line;
};

/** Captions and rows, each exactly one row of the terminal. */
export function Table<Row>(props: TableProps<Row>) {
	const {rows, top = 0, height = Infinity, width, captions = true, empty} = props;
	const columns = useSteady(props);
	const {ellipsis} = useGlyphs();
	const inView = rows.slice(top, top + height);
	const [heading = [], ...lines] = tableLines(columns, rows, width, ellipsis, inView);
	const shown = rows.length === 0 && empty ? [empty] : lines;
	const above = captions ? [heading] : [];
	const selected = props.isSelected ? inView.findIndex(props.isSelected) : -1;
	return (
		<Lines
			lines={[...above, ...shown]}
			width={width}
			height={above.length + (props.height ?? shown.length)}
			selected={selected < 0 ? -1 : above.length + selected}
		/>
	);
}

/** The columns, with cells that stay for a while where they are steady, but for what is not known before or now. */
function useSteady<Row>({columns, steady}: TableProps<Row>): readonly Column<Row>[] {
	const [shown] = useState(() => new Map<string, {readonly cell: Cell; readonly turn: number}>());
	return columns.map(column => {
		const {steadyMs, title, cell} = column;
		if (steadyMs === undefined || !steady) {
			return column;
		}

		const {keyOf, now} = steady;
		const turn = Math.floor(now / steadyMs);
		return {
			...column,
			cell(row, width) {
				const key = `${String(title)} ${keyOf(row)}`;
				const fresh = cell(row, width);
				const last = shown.get(key);
				const isKnown = last !== undefined && last.cell !== '-' && fresh !== '-';
				if (isKnown && turn === last.turn) {
					return last.cell;
				}

				if (shown.size > 1000) {
					shown.clear();
				}

				shown.set(key, {cell: fresh, turn});
				return fresh;
			},
		};
	});
}

/** A table as lines: its captions, then its rows. */
export function tableLines<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	width: number,
	ellipsis: string,
	inView: readonly Row[] = rows,
): readonly Line[] {
	const fitted = fitColumns(
		columns.map((column, index) => ({...column, id: String(index), ...boundsOf(column, rows)})),
		width,
	);
	const lineOf = (cellOf: (column: (typeof fitted)[number]) => Cell): Line =>
		fitted.flatMap((column, index) => {
			const text = clipLine(asLine(cellOf(column)), column.width, ellipsis);
			const blank = toned(' '.repeat(Math.max(0, column.width - lineWidth(text))));
			const isLast = index === fitted.length - 1;
			const padded = column.align === 'right' ? [blank, ...text] : isLast ? text : [...text, blank];
			return index === 0 ? padded : [toned(' '), ...padded];
		});
	return [
		lineOf(({title, width}) => titleFor(typeof title === 'string' ? [title] : title, width)),
		...inView.map(row => lineOf(({cell, width}) => cell(row, width))),
	];
}

function boundsOf<Row>(
	{width, whole = 0, most = 0, fills = 0, cell}: Column<Row>,
	rows: readonly Row[],
): {readonly minWidth: number; readonly maxWidth: number} {
	const needed =
		Math.max(whole, most) > width
			? Math.max(0, ...rows.map(row => lineWidth(cleaned(asLine(cell(row, Infinity))))))
			: width;
	const minWidth = Math.max(width, Math.min(needed, whole));
	return {minWidth, maxWidth: Math.max(minWidth, fills, Math.min(needed, most))};
}

function asLine(cell: Cell): Line {
	return typeof cell === 'string' || 'text' in cell ? [cell] : cell;
}

function titleFor(titles: readonly string[], width: number): string {
	return titles.find(title => cellWidth(title) <= width) ?? titles.at(-1) ?? '';
}
