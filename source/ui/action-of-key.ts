import type {KeyMode} from './key-binding.ts';
import {keySections, type Action} from './keys.ts';

/** What a key means where the screen is now; undefined when nothing. */
export function actionOfKey(mode: KeyMode, keyName: string): Action | undefined {
	return byMode[mode].get(keyName);
}

const byMode: Readonly<Record<KeyMode, ReadonlyMap<string, Action>>> = {
	lists: actionsIn('lists'),
	reader: actionsIn('reader'),
	filter: actionsIn('filter'),
	question: actionsIn('question'),
	choice: actionsIn('choice'),
	plan: actionsIn('plan'),
	accounts: actionsIn('accounts'),
};

function actionsIn(mode: KeyMode): ReadonlyMap<string, Action> {
	const bindings = keySections.flatMap(({keys}) => keys);
	return new Map(
		bindings
			.filter(({modes = ['lists']}) => modes.includes(mode))
			.flatMap(({keys, action}) => keys.map(key => [key, action])),
	);
}
