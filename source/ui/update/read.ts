import {frontRows} from '../views/front-rows.tsx';
import {stay, type Handler} from './result.ts';

export const openHelp: Handler = state => stay({...state, front: {type: 'help', top: 0}});

export const openDetails: Handler = state => stay({...state, front: {type: 'details', top: 0}});

/** Opens the view of elections, or closes it again. */
export const openElections: Handler = state =>
	stay({
		...state,
		front: state.front.type === 'elections' ? {type: 'nothing'} : {type: 'elections', top: 0},
	});

/** Closes what is in front; without anything there, drops the filter, then leaves the list. */
export const goBack: Handler = state => {
	if (state.front.type !== 'nothing') {
		return stay({...state, front: {type: 'nothing'}, under: 'lists'});
	}

	return stay(state.filter === '' ? {...state, pane: 'servers'} : {...state, filter: ''});
};

/** Scrolls the text in front. `step`: how many rows, given the rows of a page. */
export function scroll(step: (page: number) => number): Handler {
	return (state, scene) => {
		const {front} = state;
		if (!('top' in front)) {
			return stay(state);
		}

		const {rows, height} = frontRows(state, scene);
		const last = Math.max(0, rows.length - height);
		const top = Math.max(0, Math.min(last, front.top + step(height)));
		return stay({...state, front: {...front, top}});
	};
}
