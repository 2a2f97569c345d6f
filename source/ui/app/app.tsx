import {useCallback, useSyncExternalStore} from 'react';
import {useStdout, useWindowSize} from 'ink';
import type {Screen} from './screen.ts';
import {Frame} from '../views/frame.tsx';

/** The live screen: draws the newest picture in the size of the terminal. */
export function App({screen}: {readonly screen: Screen}) {
	const {columns, rows} = useWindowSize();
	const picture = usePicture(screen.subscribe, () => screen.picture({columns, rows}));
	return <Frame picture={picture} features={screen.features} />;
}

/**
 * The newest of what a store outside React has to show. While the terminal has not taken the last frame, nothing new is
 * drawn: one that stalls gets the newest afterwards, and none in between.
 */
export function usePicture<Picture>(
	subscribe: (onChange: () => void) => () => void,
	newest: () => Picture,
): Picture {
	const {stdout} = useStdout();
	const subscribeToTaken = useCallback(
		(onChange: () => void) => subscribe(onceTaken(stdout, onChange)),
		[subscribe, stdout],
	);
	return useSyncExternalStore(subscribeToTaken, newest, newest);
}

function onceTaken(stdout: ReturnType<typeof useStdout>['stdout'], callback: () => void) {
	let isWaiting = false;
	return () => {
		if (!('writableLength' in stdout) || stdout.writableLength === 0) {
			callback();
		} else if (!isWaiting) {
			isWaiting = true;
			stdout.write('', () => {
				isWaiting = false;
				callback();
			});
		}
	};
}
