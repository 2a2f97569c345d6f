import type {Scene} from '../scene/scene.ts';
import type {Front, ScreenState} from '../screen-state.ts';
import {frontText} from '../draw/front-text.ts';
import {stay, type Handler, type Update} from './result.ts';

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

/** Scrolls the text in front. */
export function scroll(state: ScreenState, scene: Scene, rows: number): Update {
	const {front} = state;
	return 'top' in front
		? stay({...state, front: scrolled(front, state, scene, rows)})
		: stay(state);
}

function scrolled(
	front: Extract<Front, {readonly top: number}>,
	state: ScreenState,
	scene: Scene,
	rows: number,
): Front {
	const {lines, height} = frontText(state, scene);
	const last = Math.max(0, lines.length - height);
	return {...front, top: Math.max(0, Math.min(last, front.top + rows))};
}
