import {cellWidth} from './cell-width.ts';
import {joinCells, overlay, span, type Line, type Overlay} from './line.ts';

/**
 * One column of a table that fits itself to the width there is.
 * The columns that matter least are left out first; what is free then goes to those that can use it.
 */
export type Column<Item, Scene> = {
	readonly id: string;
	/** The longest caption that fits is shown. */
	readonly titles: readonly [string, ...string[]];
	readonly align: 'left' | 'right';
	/** Cells without which the column makes no sense. */
	readonly minWidth: number;
	/** Cells that it can make use of; as `minWidth` unless given. */
	readonly maxWidth?: number;
	/** 1 stays longest. */
	readonly rank: number;
	readonly cell: (item: Item, scene: Scene, width: number) => Line;
};

export type FittedColumn<Item, Scene> = Column<Item, Scene> & {readonly width: number};

/** Which columns fit into `width` cells, with one blank between two, and how wide each is. */
export function fitColumns<Item, Scene>(
	columns: readonly Column<Item, Scene>[],
	width: number,
): readonly FittedColumn<Item, Scene>[] {
	let shown = [...columns];
	while (shown.length > 1 && neededWidth(shown) > width) {
		const least = shown.reduce((worst, column) => (column.rank > worst.rank ? column : worst));
		shown = shown.filter(column => column !== least);
	}

	let free = width - neededWidth(shown);
	const widths = new Map(shown.map(column => [column.id, Math.min(column.minWidth, width)]));
	// By rank, so that the column that matters most gets what it can use before the next.
	for (const {id, minWidth, maxWidth = minWidth} of shown.toSorted((a, b) => a.rank - b.rank)) {
		const more = Math.max(0, Math.min(free, maxWidth - minWidth));
		widths.set(id, (widths.get(id) ?? 0) + more);
		free -= more;
	}

	return shown.map(column => ({...column, width: widths.get(column.id) ?? 0}));
}

/** The captions of a table. */
export function drawHeading<Item, Scene>(
	columns: readonly FittedColumn<Item, Scene>[],
	width: number,
	ellipsis: string,
): Line {
	const cells = columns.map(({titles, align, width}) => ({
		line: [span(titleFor(titles, width), 'heading')],
		width,
		align,
	}));
	return joinCells(cells, width, ellipsis);
}

/** One row of a table, exactly `width` cells wide. */
export function drawRow<Item, Scene>(
	columns: readonly FittedColumn<Item, Scene>[],
	item: Item,
	scene: Scene,
	{width, over, ellipsis}: {width: number; over: Overlay | undefined; ellipsis: string},
): Line {
	const cells = columns.map(column => ({
		line: column.cell(item, scene, column.width),
		width: column.width,
		align: column.align,
	}));
	const fitted = joinCells(cells, width, ellipsis);
	return over === undefined ? fitted : overlay(fitted, over);
}

function titleFor(titles: readonly [string, ...string[]], width: number): string {
	return titles.find(title => cellWidth(title) <= width) ?? titles.at(-1) ?? '';
}

function neededWidth(columns: readonly {readonly minWidth: number}[]): number {
	return columns.reduce((sum, {minWidth}) => sum + minWidth, Math.max(0, columns.length - 1));
}
