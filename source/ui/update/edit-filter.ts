import {stay, type Handler} from './result.ts';
import {toGroups} from './select.ts';

export const openFilter: Handler = state =>
	stay({
		...toGroups(state),
		dialog: {type: 'filter', text: state.filter, before: state.filter},
	});

export const keepFilter: Handler = state =>
	stay(
		state.dialog.type === 'filter'
			? {...state, filter: state.dialog.text.trim(), dialog: {type: 'none'}}
			: state,
	);

export const cancelFilter: Handler = state =>
	stay(
		state.dialog.type === 'filter'
			? {...state, filter: state.dialog.before, dialog: {type: 'none'}}
			: state,
	);
