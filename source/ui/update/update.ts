import {actionOfKey, isConfirming} from '../action-of-key.ts';
import {keyCaption} from '../key-caption.ts';
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
		: tell(state, pasteIgnored, 'muted', scene);
}

const pasteIgnored = 'Pasted text is ignored: type the keys';

function press(
	state: ScreenState,
	key: Extract<Message, {readonly type: 'key'}>,
	scene: Scene,
): Update {
	const source = scene.replay ? 'recording' : 'live';
	const action = actionOfKey(keyModeOf(state.front), key.name, source);
	if (action !== undefined && key.pasted === true && isConfirming(action)) {
		return tell(state, pasteIgnored, 'muted', scene);
	}

	if (action !== undefined) {
		return handlers[action](state, scene);
	}

	return isTyped(state.front) && (key.text !== '' || key.name === 'backspace')
		? stay(editText(state, state.front, key))
		: tell(state, key.pasted ? pasteIgnored : noSuchKey(key.name, scene), 'muted', scene);
}

/** A letter that no key has is most likely a keyboard layout: Cyrillic й is on the key of q. */
function noSuchKey(name: string, {glyphs}: Scene): string {
	const isForeign = /^\p{L}/u.test(name) && /^[^ -~]/.test(name);
	return `${keyCaption(name, glyphs)}: no such key${isForeign ? '; keyboard layout?' : ' here'}`;
}

function withoutNotice(state: ScreenState): ScreenState {
	return state.notice === undefined ? state : {...state, notice: undefined};
}
