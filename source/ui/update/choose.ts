import {askStepDown} from '../act/ask-step-down.ts';
import type {ScreenState} from '../screen-state.ts';
import {clamp} from './select.ts';
import {stay, type Handler, type Update} from './result.ts';

/** Moves through the servers that could take over. */
export function chooseBy(state: ScreenState, rows: number): Update {
	const {front} = state;
	return front.type === 'choice'
		? stay({
				...state,
				front: {...front, index: clamp(front.index + rows, front.targets.length)},
			})
		: stay(state);
}

/** Takes the server; the question comes next. */
export const chooseTarget: Handler = (state, scene) => {
	const {front} = state;
	const target = front.type === 'choice' ? front.targets[front.index] : undefined;
	if (front.type !== 'choice' || !target) {
		return stay({...state, front: {type: 'nothing'}});
	}

	const question = askStepDown(front.groups, target.server, scene);
	return stay({...state, front: {type: 'question', question, top: 0, askedAt: scene.now}});
};
