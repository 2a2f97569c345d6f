import {cleanText} from '../../domain/clean-text.ts';
import type {Front, ScreenState} from '../screen-state.ts';
import {stay, type Handler} from './result.ts';

type Editing = Extract<Front, {type: 'filter'}>;

export const openFilter: Handler = state =>
	stay({
		...state,
		pane: 'groups',
		chosen: {server: true, group: true},
		front: {type: 'filter', text: state.filter, before: state.filter},
	});

/** Types into the filter, or takes something off its end. */
export function editFilter(
	state: ScreenState,
	editing: Editing,
	{name, text}: {readonly name: string; readonly text: string},
): ScreenState {
	return name === 'backspace'
		? withText(state, editing, Array.from(editing.text).slice(0, -1).join(''))
		: withText(state, editing, editing.text + text);
}

/** A paste becomes part of the filter: one line of it, without what cannot be seen. */
export function pasteIntoFilter(state: ScreenState, editing: Editing, pasted: string): ScreenState {
	const line = cleanText(pasted.replace(/\s+/g, ' ').trim(), longest);
	return withText(state, editing, editing.text + line);
}

export const keepFilter: Handler = state =>
	stay(
		state.front.type === 'filter'
			? {...state, filter: state.front.text.trim(), front: {type: 'nothing'}}
			: state,
	);

export const cancelFilter: Handler = state =>
	stay(
		state.front.type === 'filter'
			? {...state, filter: state.front.before, front: {type: 'nothing'}}
			: state,
	);

export const emptyFilter: Handler = state =>
	stay(state.front.type === 'filter' ? withText(state, state.front, '') : state);

export const eraseWord: Handler = state =>
	stay(
		state.front.type === 'filter'
			? withText(state, state.front, state.front.text.replace(/\S*\s*$/, ''))
			: state,
	);

/** More than any name is long. */
const longest = 256;

function withText(state: ScreenState, editing: Editing, text: string): ScreenState {
	return {...state, front: {...editing, text: text.slice(0, longest)}};
}
