import {cleanText} from '../../domain/clean-text.ts';
import {graphemesOf} from '../text/width.ts';
import type {DialogOf, DialogState, ScreenState} from '../screen-state.ts';
import {stay, type Handler} from './result.ts';
import {toGroups} from './select.ts';

/** A text that the operator types: a filter, or a time. */
type TextField = DialogOf<'filter' | 'time'>;

export function isTextField(dialog: DialogState): dialog is TextField {
	return dialog.type === 'filter' || dialog.type === 'time';
}

/** Types into the text, or takes a character off its end. */
export function typeInto(
	state: ScreenState,
	field: TextField,
	{name, text}: {readonly name: string; readonly text: string},
): ScreenState {
	const typed =
		name === 'backspace' ? graphemesOf(field.text).slice(0, -1).join('') : field.text + text;
	return withText(state, field, typed);
}

/** A paste becomes part of the text: one line of it, without what cannot be seen. */
export function pasteInto(state: ScreenState, field: TextField, pasted: string): ScreenState {
	const line = cleanText(pasted.replace(/\s+/g, ' ').trim(), longest);
	return withText(state, field, field.text + line);
}

/** More than any name is long. */
const longest = 256;

function withText(state: ScreenState, field: TextField, text: string): ScreenState {
	return {...state, dialog: {...field, text: text.slice(0, longest)}};
}

export const clearText = editText(() => '');

export const eraseWord = editText(text => text.replace(/\S*\s*$/, ''));

function editText(edit: (text: string) => string): Handler {
	return state => {
		const {dialog} = state;
		return stay(isTextField(dialog) ? withText(state, dialog, edit(dialog.text)) : state);
	};
}

export const openFilter: Handler = state =>
	stay({
		...toGroups(state),
		dialog: {type: 'filter', text: state.filter, before: state.filter},
	});

export const keepFilter = closeFilter(({text}) => text.trim());

export const cancelFilter = closeFilter(({before}) => before);

function closeFilter(filterOf: (dialog: DialogOf<'filter'>) => string): Handler {
	return state =>
		stay(
			state.dialog.type === 'filter'
				? {...state, filter: filterOf(state.dialog), dialog: {type: 'none'}}
				: state,
		);
}
