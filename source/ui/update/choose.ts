import {askStepDown} from './ask-step-down.ts';
import type {ScreenState} from '../screen-state.ts';
import {clamp} from './select.ts';
import {stay, type Handler, type Update} from './result.ts';

/** Moves through the servers that could take over. */
export function chooseBy(state: ScreenState, rows: number): Update {
	const {dialog} = state;
	return dialog.type === 'choice'
		? stay({
				...state,
				dialog: {...dialog, index: clamp(dialog.index + rows, dialog.targets.length)},
			})
		: stay(state);
}

/** Takes the server; the question comes next. */
export const chooseTarget: Handler = (state, scene) => {
	const {dialog} = state;
	const target = dialog.type === 'choice' ? dialog.targets[dialog.index] : undefined;
	if (dialog.type !== 'choice' || !target) {
		return stay({...state, dialog: {type: 'none'}});
	}

	const question = askStepDown(dialog.groups, target.server, scene);
	return stay({...state, dialog: {type: 'question', question, top: 0, askedAt: scene.now}});
};
