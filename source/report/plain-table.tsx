import {Box, Text} from 'ink';
import {Table} from 'ink-table';
import type {ReactNode} from 'react';
import stringWidth from 'string-width';
import {fitColumns} from '../domain/fit-columns.ts';

/** A column of a table that is printed. A text is cut to its width; anything else has to fit by itself. */
export type PlainColumn<Row> = {
	readonly title: string;
	readonly align?: 'left' | 'right';
	/** Where not all columns fit, those of the highest rank are left out. */
	readonly rank: number;
	/** Unless given, as wide as the longest text. */
	readonly minWidth?: number;
	readonly maxWidth?: number;
	readonly cell: (row: Row, width: number) => ReactNode;
};

type PlainTableProps<Row> = {
	readonly columns: readonly PlainColumn<Row>[];
	readonly rows: readonly Row[];
	readonly width: number;
};

/** ink-table says which column it is, though its types do not. */
type HeaderProps = {readonly column?: number; readonly children?: ReactNode};

/** Blanks between two columns. */
const gap = 2;

/** A table to be read in a pipe, too: no rules, one line a row, as many columns as fit. */
export function PlainTable<Row>({columns, rows, width}: PlainTableProps<Row>) {
	const sized = columns.map(column => {
		const {minWidth = longestIn(column, rows)} = column;
		const {maxWidth = Math.max(minWidth, longestIn(column, rows))} = column;
		return {...column, id: column.title, minWidth: Math.min(minWidth, maxWidth), maxWidth};
	});
	const fitted = fitColumns(sized, width, gap);

	// ink-table counts characters, not cells: it gets places, and each cell has the width that was fitted.
	function cellOf(place: number, content: (column: (typeof fitted)[number]) => ReactNode) {
		const column = fitted[place];
		return column ? (
			<Box
				width={column.width}
				height={1}
				marginLeft={place === 0 ? 0 : gap}
				justifyContent={column.align === 'right' ? 'flex-end' : 'flex-start'}
			>
				{textOr(content(column))}
			</Box>
		) : (
			<Empty />
		);
	}

	return (
		<Table
			data={rows.map((_, index) => Object.fromEntries(fitted.map(({id}) => [id, index])))}
			columns={fitted.map(({id}) => id)}
			skeleton={Empty}
			header={({column = 0}: HeaderProps) => cellOf(column, ({title}) => title)}
			cell={({column, children}) => {
				const row = rows[Number(children)];
				return cellOf(column, ({cell, width}) => (row === undefined ? '' : cell(row, width)));
			}}
		/>
	);
}

/** No rules between rows, nor between columns. */
function Empty() {
	return <></>;
}

function textOr(content: ReactNode): ReactNode {
	return typeof content === 'string' ? <Text wrap="truncate">{content}</Text> : content;
}

/** Of the title and the texts; what is no text has to have its own width. */
function longestIn<Row>({title, cell}: PlainColumn<Row>, rows: readonly Row[]): number {
	const texts = [title, ...rows.map(row => cell(row, Infinity))];
	return Math.max(...texts.map(text => (typeof text === 'string' ? stringWidth(text) : 0)));
}

/** Texts in columns, none of them cut: for lists that are searched, of any length. */
export function alignedText(rows: readonly (readonly string[])[]): string {
	const widths: number[] = [];
	for (const row of rows) {
		for (const [column, cell] of row.entries()) {
			widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
		}
	}

	const line = (row: readonly string[]) =>
		row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)));
	return rows.map(row => line(row).join('  ').trimEnd()).join('\n');
}
