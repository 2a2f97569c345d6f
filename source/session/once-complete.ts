import type {Store} from '../state/store.ts';
import {isComplete} from './see-once.ts';

/** Acts once, with the first picture in which every server has told what it leads. */
export function onceComplete(
	{view, subscribe}: Pick<Store, 'view' | 'subscribe'>,
	act: () => void,
): void {
	const unsubscribe = subscribe(() => {
		if (isComplete(view)) {
			unsubscribe();
			act();
		}
	});
}
