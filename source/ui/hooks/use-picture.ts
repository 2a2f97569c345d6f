import {useCallback, useSyncExternalStore} from 'react';
import {useStdout} from 'ink';

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
