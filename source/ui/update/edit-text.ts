import {cleanText} from '../../domain/clean-text.ts';
import {graphemesOf} from '../text/width.ts';
import type {DialogOf, DialogState, ScreenState} from '../screen-state.ts';
import {stay, type Handler} from './result.ts';

/** What is in front is a text that the operator types: a filter, or a time. */
type Typed = DialogOf<'filter' | 'time'>;

export function isTyped(dialog: DialogState): dialog is Typed {
	return dialog.type === 'filter' || dialog.type === 'time';
}

/** Types into the text, or takes something off its end. */
export function editText(
	state: ScreenState,
	typed: Typed,
	{name, text}: {readonly name: string; readonly text: string},
): ScreenState {
	return name === 'backspace'
		? withText(state, typed, graphemesOf(typed.text).slice(0, -1).join(''))
		: withText(state, typed, typed.text + text);
}

/** A paste becomes part of the text: one line of it, without what cannot be seen. */
export function pasteInto(state: ScreenState, typed: Typed, pasted: string): ScreenState {
	const line = cleanText(pasted.replace(/\s+/g, ' ').trim(), longest);
	return withText(state, typed, typed.text + line);
}

export const emptyText: Handler = state =>
	stay(isTyped(state.dialog) ? withText(state, state.dialog, '') : state);

export const eraseWord: Handler = state =>
	stay(
		isTyped(state.dialog)
			? withText(state, state.dialog, state.dialog.text.replace(/\S*\s*$/, ''))
			: state,
	);

/** More than any name is long. */
const longest = 256;

function withText(state: ScreenState, typed: Typed, text: string): ScreenState {
	return {...state, dialog: {...typed, text: text.slice(0, longest)}};
}
