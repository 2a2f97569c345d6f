import {useCallback, useContext, useSyncExternalStore} from 'react';
import {Picture} from './picture.tsx';
import type {Screen} from './screen.ts';
import {PaintLinesContext} from './terminal/paint-lines.ts';
import {useScreenSize} from './terminal/screen-size.ts';

/**
 * The live screen. All of it is decided elsewhere: the terminal gets the finished lines, and only when some line has changed,
 * directly where there is a way, and from React and Ink where there is none or the size changes.
 */
export function App({screen}: {readonly screen: Screen}) {
	const {columns, rows} = useScreenSize();
	const paint = useContext(PaintLinesContext);
	const snapshot = useCallback(() => screen.lines({columns, rows}), [screen, columns, rows]);
	const subscribe = useCallback(
		(onChange: () => void) => screen.subscribe(paint ?? onChange),
		[screen, paint],
	);
	const lines = useSyncExternalStore(subscribe, snapshot, snapshot);
	return <Picture lines={lines} newest={snapshot} />;
}
