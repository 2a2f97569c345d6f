import {useCallback, useSyncExternalStore} from 'react';
import {Picture} from './picture.tsx';
import type {Screen} from './screen.ts';
import {useScreenSize} from './terminal/screen-size.ts';

/** The live screen. All of it is decided elsewhere: Ink gets the finished lines, and only when some line has changed. */
export function App({screen}: {readonly screen: Screen}) {
	const {columns, rows} = useScreenSize();
	const snapshot = useCallback(() => screen.lines({columns, rows}), [screen, columns, rows]);
	const lines = useSyncExternalStore(screen.subscribe, snapshot, snapshot);
	return <Picture lines={lines} />;
}
