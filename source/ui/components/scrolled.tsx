import type {ReactNode} from 'react';
import {Box} from 'ink';

export type ScrolledProps = {
	/** One element for each row of the terminal. */
	readonly rows: readonly ReactNode[];
	/** The first row in view. */
	readonly top: number;
	readonly height: number;
};

/** The part of a long text that is in view. */
export function Scrolled({rows, top, height}: ScrolledProps) {
	return (
		<Box flexDirection="column" height={height} flexShrink={0}>
			{rows.slice(top, top + height).map((row, index) => (
				<Box key={top + index} height={1} flexShrink={0}>
					{row}
				</Box>
			))}
		</Box>
	);
}
