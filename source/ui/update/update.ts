import {actionOfKey} from '../action-of-key.ts';
import type {Message} from '../message.ts';
import type {Scene} from '../scene/scene.ts';
import {keyModeOf, type ScreenState} from '../screen-state.ts';
import {editText, isTyped, pasteInto} from './edit-text.ts';
import {handlers} from './handlers.ts';
import {stay, tell, type Update} from './result.ts';

/**
 * The screen after something happened, and what it wants from the world because of it. Does nothing itself.
 * @param scene what the operator saw when it happened
 */
export function update(state: ScreenState, message: Message, scene: Scene): Update {
	if (message.type === 'key') {
		return press(withoutNotice(state), message, scene);
	}

	if (message.type === 'told') {
		return tell(state, message.text, message.tone, scene);
	}

	return isTyped(state.front)
		? stay(pasteInto(state, state.front, message.text))
		: tell(state, 'Pasted text is ignored: keys act only when they are typed', 'muted', scene);
}

function press(
	state: ScreenState,
	key: {readonly name: string; readonly text: string},
	scene: Scene,
): Update {
	const source = scene.replay ? 'recording' : 'live';
	const action = actionOfKey(keyModeOf(state.front), key.name, source);
	if (action !== undefined) {
		return handlers[action](state, scene);
	}

	return isTyped(state.front) ? stay(editText(state, state.front, key)) : stay(state);
}

function withoutNotice(state: ScreenState): ScreenState {
	return state.notice === undefined ? state : {...state, notice: undefined};
}
