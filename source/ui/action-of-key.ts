import type {KeyMode, KeySource} from './key-binding.ts';
import {keySectionsFor, type Action} from './keys.ts';

/** Whether it confirms what was asked: nothing happens to a cluster without one of these. */
export function isConfirming(action: Action): boolean {
	return action === 'yes' || action === 'run-plan' || action === 'undrain-planned';
}

/** What a key means where the screen is now; undefined when nothing. */
export function actionOfKey(
	mode: KeyMode,
	keyName: string,
	source: KeySource = 'live',
): Action | undefined {
	return meanings[source][mode].get(keyName);
}

const meanings: Readonly<
	Record<KeySource, Readonly<Record<KeyMode, ReadonlyMap<string, Action>>>>
> = {live: meaningsIn('live'), recording: meaningsIn('recording')};

function meaningsIn(source: KeySource) {
	const bindings = keySectionsFor(source).flatMap(({keys}) => keys);
	const within = (mode: KeyMode): ReadonlyMap<string, Action> =>
		new Map(
			bindings
				.filter(({modes = ['lists']}) => modes.includes(mode))
				.flatMap(({keys, action}) => keys.map(key => [key, action])),
		);
	return {
		lists: within('lists'),
		reader: within('reader'),
		filter: within('filter'),
		time: within('time'),
		question: within('question'),
		choice: within('choice'),
		plan: within('plan'),
		accounts: within('accounts'),
		upgrade: within('upgrade'),
	};
}
