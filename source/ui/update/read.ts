import {insideOf} from '../components/panel.tsx';
import {readingOf} from '../rows/reading.ts';
import {stay, type Handler} from './result.ts';

export const openHelp: Handler = state => stay({...state, dialog: {type: 'help', top: 0}});

export const openDetails: Handler = state => stay({...state, dialog: {type: 'details', top: 0}});

/** Opens the view of elections, or closes it again. */
export const openElections: Handler = state =>
	stay({
		...state,
		dialog: state.dialog.type === 'elections' ? {type: 'none'} : {type: 'elections', top: 0},
	});

/** Closes what is in front; without anything there, drops the filter, then leaves the list. */
export const goBack: Handler = state => {
	if (state.dialog.type !== 'none') {
		return stay({...state, dialog: {type: 'none'}, dialogParent: 'lists'});
	}

	return stay(state.filter === '' ? {...state, pane: 'servers'} : {...state, filter: ''});
};

/** Scrolls the text in front. `step`: how many rows, given the rows of a page. */
export function scroll(step: (page: number) => number): Handler {
	return (state, scene) => {
		const {dialog} = state;
		const reading = readingOf(state, scene);
		if (!('top' in dialog) || !reading) {
			return stay(state);
		}

		const {height} = insideOf(reading.size);
		const last = Math.max(0, reading.lines.length - height);
		const top = Math.max(0, Math.min(last, dialog.top + step(height)));
		return stay({...state, dialog: {...dialog, top}});
	};
}
