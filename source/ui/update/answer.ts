import {canBeDone} from '../question.ts';
import {parentDialog} from '../screen-state.ts';
import {confirmPlan} from './plan.ts';
import {stay, notify, want, type Handler} from './result.ts';

/** Yes: what was asked is wanted, unless there is nothing of it that could be done. */
export const sayYes: Handler = (state, scene) => {
	if (state.dialog.type === 'plan') {
		return confirmPlan(state, state.dialog.request, scene);
	}

	if (state.dialog.type !== 'question') {
		return stay(state);
	}

	const {question} = state.dialog;
	// What comes of it is to be seen.
	const answered = {...state, frozen: undefined, dialog: parentDialog(state)};
	if (!canBeDone(question)) {
		return notify(answered, 'There was nothing to do', 'muted', scene);
	}

	const moved = 'moves' in question.intent ? question.intent.moves : [];
	const tags = new Set(state.tags);
	for (const {group} of moved) {
		tags.delete(group);
	}

	return want({...answered, tags}, question.intent);
};

export const sayNo: Handler = (state, scene) =>
	notify({...state, dialog: parentDialog(state)}, 'Nothing was done', 'muted', scene);

/** Sends nothing more, at once and without a question. */
export const stopRun: Handler = (state, scene) =>
	scene.work && scene.work.phase !== 'ended'
		? {
				...notify(state, 'Stopping: nothing more is sent', 'warning', scene, 'running'),
				intents: [{type: 'stop-run'}],
			}
		: notify(state, 'Nothing is running', 'muted', scene);

export const quit: Handler = (state, scene) => {
	const {work, now} = scene;
	if (!work || work.phase === 'ended') {
		return want(state, {type: 'quit'});
	}

	const question = {
		type: 'plain',
		title: 'Step-downs are running. Stop and quit?',
		remarks: ['Those that have been sent will still happen; nothing more is sent.'],
		commands: [],
		intent: {type: 'quit'},
	} as const;
	return stay({...state, dialog: {type: 'question', question, top: 0, askedAt: now}});
};

export const quitAtOnce: Handler = state => want(state, {type: 'quit'});
