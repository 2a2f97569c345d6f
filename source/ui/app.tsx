import {useCallback, useSyncExternalStore} from 'react';
import {Box} from 'ink';
import {Row} from './row.tsx';
import type {Screen} from './screen.ts';
import {useScreenSize} from './terminal/screen-size.ts';

/** The live screen. All of it is decided elsewhere: Ink gets one finished row a line, and only when some row has changed. */
export function App({screen}: {readonly screen: Screen}) {
	const {columns, rows} = useScreenSize();
	const snapshot = useCallback(() => screen.lines({columns, rows}), [screen, columns, rows]);
	const lines = useSyncExternalStore(screen.subscribe, snapshot, snapshot);
	return (
		<Box flexDirection="column" flexShrink={0}>
			{lines.map((line, row) => (
				// A row of the terminal is its place: nothing else about it lasts.
				// oxlint-disable-next-line react/no-array-index-key
				<Row key={row} text={line} />
			))}
		</Box>
	);
}
