import {stay, type Handler} from './result.ts';

export const openFilter: Handler = state =>
	stay({
		...state,
		pane: 'groups',
		chosen: {server: true, group: true},
		front: {type: 'filter', text: state.filter, before: state.filter},
	});

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
