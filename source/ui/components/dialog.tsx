import type {ReactNode} from 'react';
import type {Layout} from '../layout.ts';
import type {Toned} from '../theme.ts';
import {Panel} from './panel.tsx';
import {Scrolled} from './scrolled.tsx';

export type DialogProps = {
	readonly title: readonly Toned[];
	/** One element for each row of the terminal. */
	readonly rows: readonly ReactNode[];
	/** The first row in view. */
	readonly top: number;
	readonly layout: Layout;
};

/** A text with a title over all of the body. */
export function Dialog({title, rows, top, layout: {columns, body, dialogRows, size}}: DialogProps) {
	const below = rows.length - top - dialogRows;
	return (
		<Panel
			title={below > 0 ? [...title, {text: ` (${below} more below)`, tone: 'muted'}] : title}
			width={columns}
			height={body}
			bordered={size === 'panels'}
		>
			<Scrolled rows={rows} top={top} height={dialogRows} />
		</Panel>
	);
}

/** Columns for the rows of a dialog. */
export function dialogWidth({columns, size}: Layout): number {
	return size === 'panels' ? columns - 2 : columns;
}
