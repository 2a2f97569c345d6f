import {actionOfKey, isConfirming} from '../action-of-key.ts';
import {keyCaption} from '../key-caption.ts';
import type {Message} from '../message.ts';
import type {Scene} from '../rows/scene.ts';
import {keyModeOf, type ScreenState} from '../screen-state.ts';
import {editText, isTyped, pasteInto} from './edit-text.ts';
import {handlers} from './handlers.ts';
import {stay, notify, type Update} from './result.ts';

/**
 * The screen after something happened, and what it wants from the world because of it. Does nothing itself.
 * @param scene what the operator saw when it happened
 */
export function update(state: ScreenState, message: Message, scene: Scene): Update {
	if (message.type === 'key') {
		return press(withoutNotice(state), message, scene);
	}

	if (message.type === 'notice') {
		return notify(state, message.text, message.tone, scene);
	}

	return isTyped(state.dialog)
		? stay(pasteInto(state, state.dialog, message.text))
		: notify(state, pasteIgnored, 'muted', scene);
}

const pasteIgnored = 'Pasted text is ignored: type the keys';

function press(
	state: ScreenState,
	key: Extract<Message, {readonly type: 'key'}>,
	scene: Scene,
): Update {
	const source = scene.replay ? 'recording' : 'live';
	const action = actionOfKey(keyModeOf(state.dialog), key.name, source);
	if (action !== undefined && key.pasted === true && isConfirming(action)) {
		return notify(state, pasteIgnored, 'muted', scene);
	}

	if (action !== undefined) {
		return handlers[action](state, scene);
	}

	return isTyped(state.dialog) && (key.text !== '' || key.name === 'backspace')
		? stay(editText(state, state.dialog, key))
		: notify(state, key.pasted ? pasteIgnored : noSuchKey(key.name, scene), 'muted', scene);
}

/** A letter that no key has is most likely a keyboard layout: Cyrillic й is on the key of q. */
function noSuchKey(name: string, {glyphs}: Scene): string {
	const isForeign = /^\p{L}/u.test(name) && /^[^ -~]/.test(name);
	return `${keyCaption(name, glyphs)}: no such key${isForeign ? '; keyboard layout?' : ' here'}`;
}

function withoutNotice(state: ScreenState): ScreenState {
	return state.notice === undefined ? state : {...state, notice: undefined};
}
