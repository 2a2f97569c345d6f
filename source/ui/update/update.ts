import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {actRefusal} from './act.ts';
import {bindingOf} from './active-keys.ts';
import {isTextField, pasteInto, typeInto} from './dialogs.ts';
import {keyCaption, keyModeOf} from './key-binding.ts';
import {notify, stay, type TextOf, type Update} from './result.ts';

/** What happens to the screen, as data. */
export type Message =
	/** A key: its name to compare with, what it would add to a text, and whether it came from a paste without marks. */
	| {
			readonly type: 'key';
			readonly name: string;
			readonly text: string;
			readonly pasted?: boolean;
	  }
	/** Pasted text is never keys. */
	| {readonly type: 'paste'; readonly text: string}
	/** How something that the screen wanted has ended. */
	| {readonly type: 'notice'; readonly text: string; readonly tone: 'good' | 'bad'};

/**
 * The screen after something happened, and what it wants from the world because of it. Does nothing itself.
 * @param scene what the operator saw when it happened
 */
export function update(state: ScreenState, message: Message, scene: Scene, textOf: TextOf): Update {
	switch (message.type) {
		case 'key':
			return press({...state, notice: undefined}, message, scene, textOf);
		case 'notice':
			return notify(state, scene, message.text, message.tone);
		case 'paste':
			return isTextField(state.dialog)
				? stay(pasteInto(state, state.dialog, message.text))
				: notify(state, scene, pasteIgnored);
	}
}

const pasteIgnored = 'Pasted text is ignored: type the keys';

function press(
	state: ScreenState,
	{name, text, pasted = false}: Extract<Message, {readonly type: 'key'}>,
	scene: Scene,
	textOf: TextOf,
): Update {
	const source = scene.replay ? 'recording' : 'live';
	const binding = bindingOf(keyModeOf(state.dialog), name, source);
	if (binding) {
		if (binding.confirms && pasted) {
			return notify(state, scene, pasteIgnored);
		}

		const refusal = binding.acts && actRefusal(state, scene);
		return refusal ?? binding.run(state, scene, textOf);
	}

	return isTextField(state.dialog) && (text !== '' || name === 'backspace')
		? stay(typeInto(state, state.dialog, {name, text}))
		: notify(state, scene, pasted ? pasteIgnored : noSuchKey(name, scene));
}

/** A letter that no key has is most likely a keyboard layout: Cyrillic й is on the key of q. */
function noSuchKey(name: string, {glyphs}: Scene): string {
	const isForeign = /^\p{L}/u.test(name) && /^[^ -~]/.test(name);
	return `${keyCaption(name, glyphs)}: no such key${isForeign ? '; keyboard layout?' : ' here'}`;
}
