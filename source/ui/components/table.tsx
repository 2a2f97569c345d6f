import type {ReactNode} from 'react';
import {Box} from 'ink';
import {fitColumns, type ColumnSize} from '../../domain/fit-columns.ts';
import {cellWidth} from '../text/cell-width.ts';
import {clipToned, widthOf} from '../text/toned.ts';
import type {Toned} from '../theme.ts';
import {Spans} from './span.tsx';
import {Shaded, useGlyphs, useTheme} from './theme.tsx';

/**
 * One column of a table that fits itself to the width there is.
 * The columns that matter least are left out first; what is free then goes to those that can use it.
 */
export type Column<Row> = ColumnSize & {
	/** The longest caption that fits is shown. */
	readonly titles: readonly [string, ...string[]];
	readonly align?: 'left' | 'right';
	/** Cut where there is no room. */
	readonly cell: (row: Row, width: number) => Cell;
};

/** What stands in a column: a text, or several with their meanings. */
export type Cell = string | readonly Toned[];

export type FittedColumn<Row> = Column<Row> & {readonly width: number};

export type TableProps<Row> = {
	readonly columns: readonly Column<Row>[];
	/** Those in view. */
	readonly rows: readonly Row[];
	readonly keyOf: (row: Row) => string;
	readonly width: number;
	/** Rows below the captions; as many as there are unless given. */
	readonly height?: number;
	/** The key of the row that stands on a ground of its own. */
	readonly selected?: string | undefined;
	/** Shown instead of rows where there are none. */
	readonly empty?: ReactNode;
	readonly captions?: boolean;
};

/** Captions and rows, each exactly one row of the terminal. */
export function Table<Row>(props: TableProps<Row>) {
	const {columns, rows, keyOf, width, height, selected, empty, captions = true} = props;
	const fitted = fitColumns(columns, width);
	return (
		<Box
			flexDirection="column"
			width={width}
			flexShrink={0}
			{...(height === undefined ? {} : {height: height + (captions ? 1 : 0)})}
		>
			{captions && (
				<Cells
					columns={fitted}
					cellOf={({titles, width}) => titleFor(titles, width)}
					tone="heading"
				/>
			)}
			{rows.length === 0 && empty}
			{rows.map((row, index) => (
				<TableRow
					key={index}
					columns={fitted}
					row={row}
					width={width}
					isSelected={keyOf(row) === selected}
				/>
			))}
		</Box>
	);
}

/** A table as single rows, for a text that is scrolled: the captions, then the rows. */
export function tableRows<Row>(
	columns: readonly Column<Row>[],
	rows: readonly Row[],
	width: number,
): {readonly captions: ReactNode; readonly rows: readonly ReactNode[]} {
	const fitted = fitColumns(columns, width);
	return {
		captions: (
			<Cells
				columns={fitted}
				cellOf={({titles, width}) => titleFor(titles, width)}
				tone="heading"
			/>
		),
		rows: rows.map((row, index) => (
			<Cells key={index} columns={fitted} cellOf={column => column.cell(row, column.width)} />
		)),
	};
}

type TableRowProps<Row> = {
	readonly columns: readonly FittedColumn<Row>[];
	readonly row: Row;
	readonly width: number;
	readonly isSelected: boolean;
};

function TableRow<Row>({columns, row, width, isSelected}: TableRowProps<Row>) {
	const cells = <Cells columns={columns} cellOf={column => column.cell(row, column.width)} />;
	return isSelected ? <SelectedRow width={width}>{cells}</SelectedRow> : cells;
}

/** A row on the ground of the selection; its colours stay. */
export function SelectedRow({
	width,
	children,
}: {
	readonly width: number;
	readonly children: ReactNode;
}) {
	const {selectedGround} = useTheme();
	return (
		<Box
			width={width}
			height={1}
			flexShrink={0}
			{...(selectedGround === undefined ? {} : {backgroundColor: selectedGround})}
		>
			<Shaded value="selected">{children}</Shaded>
		</Box>
	);
}

type CellsProps<Row> = {
	readonly columns: readonly FittedColumn<Row>[];
	readonly cellOf: (column: FittedColumn<Row>) => Cell;
	readonly tone?: 'text' | 'heading';
};

/** One text: of a Box for each cell, Ink makes twice the work. */
function Cells<Row>({columns, cellOf, tone = 'text'}: CellsProps<Row>) {
	const {ellipsis} = useGlyphs();
	const texts = columns.flatMap((column, index): readonly Toned[] => {
		const cell = cellOf(column);
		const of = clipToned(
			typeof cell === 'string' ? [{text: cell, tone}] : cell,
			column.width,
			ellipsis,
		);
		const free = blank(column.width - widthOf(of));
		const isLast = index === columns.length - 1;
		return [
			blank(index === 0 ? 0 : 1),
			...(column.align === 'right' ? [free, ...of] : isLast ? of : [...of, free]),
		];
	});
	return (
		<Box height={1} flexShrink={0}>
			<Spans of={texts} />
		</Box>
	);
}

function blank(cells: number): Toned {
	return {text: ' '.repeat(Math.max(0, cells)), tone: 'text'};
}

function titleFor(titles: readonly [string, ...string[]], width: number): string {
	return titles.find(title => cellWidth(title) <= width) ?? titles.at(-1) ?? '';
}
