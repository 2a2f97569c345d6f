/** What of a column of a table decides how wide it is. Widths are in cells of the terminal. */
export type ColumnSize = {
	readonly id: string;
	/** Without these the column makes no sense. */
	readonly minWidth: number;
	/** Cells that it can make use of; as `minWidth` unless given. */
	readonly maxWidth?: number;
	/** 1 stays longest. */
	readonly rank: number;
};

/** Which columns fit into `width` cells, with `gap` blanks between two, and how wide each is. */
export function fitColumns<Column extends ColumnSize>(
	columns: readonly Column[],
	width: number,
	gap = 1,
): ReadonlyArray<Column & {readonly width: number}> {
	let shown = [...columns];
	while (shown.length > 1 && neededWidth(shown, gap) > width) {
		const least = shown.reduce((worst, column) => (column.rank > worst.rank ? column : worst));
		shown = shown.filter(column => column !== least);
	}

	let free = width - neededWidth(shown, gap);
	const widths = new Map(shown.map(column => [column.id, Math.min(column.minWidth, width)]));
	// By rank, so that the column that matters most gets what it can use before the next.
	for (const {id, minWidth, maxWidth = minWidth} of shown.toSorted((a, b) => a.rank - b.rank)) {
		const more = Math.max(0, Math.min(free, maxWidth - minWidth));
		widths.set(id, (widths.get(id) ?? 0) + more);
		free -= more;
	}

	return shown.map(column => ({...column, width: widths.get(column.id) ?? 0}));
}

function neededWidth(columns: readonly ColumnSize[], gap: number): number {
	return columns.reduce((sum, {minWidth}) => sum + minWidth, gap * Math.max(0, columns.length - 1));
}
