import {clockTime, momentForms, momentOf} from '../../domain/time.ts';
import type {ReplayCommand} from '../intent.ts';
import {speedWords} from '../rows/freshness.ts';
import type {ScreenState} from '../screen-state.ts';
import {notify, stay, want, type Handler} from './result.ts';

/** Goes about in the recording. */
export function replay(command: ReplayCommand): Handler {
	return state => want(state, {type: 'replay', command});
}

export const pauseOrPlay: Handler = (state, scene) =>
	scene.replay?.phase === 'ended'
		? notify(state, scene, 'The recording ends here: N and : go back')
		: want(state, {type: 'replay', command: {type: 'pause'}});

/** From slow enough to read along to an hour in four seconds. */
const speeds = [0.25, 0.5, 1, 2, 4, 10, 30, 100, 300, 1000];

export function changeSpeed(direction: 1 | -1): Handler {
	return (state, scene) => {
		const now = scene.replay?.speed ?? 1;
		const speed =
			direction > 0 ? speeds.find(each => each > now) : speeds.findLast(each => each < now);
		return speed === undefined
			? notify(state, scene, `Speed ${speedWords(now)} is the limit`)
			: want(state, {type: 'replay', command: {type: 'speed', speed}});
	};
}

export const askTime: Handler = state => stay({...state, dialog: {type: 'time', text: ''}});

export const cancelTime: Handler = state => stay({...state, dialog: {type: 'none'}});

/** Goes to the time that was typed. One outside of the recording is no place to go to. */
export const goToTime: Handler = (state, scene) => {
	if (state.dialog.type !== 'time' || !scene.replay) {
		return stay(state);
	}

	const {startsAt, endsAt, at: now} = scene.replay;
	const text = state.dialog.text.trim();
	const closed: ScreenState = {...state, dialog: {type: 'none'}};
	if (text === '') {
		return stay(closed);
	}

	const at = momentOf(text, {startsAt, endsAt, now});
	if (at === undefined) {
		return notify(closed, scene, `No time: ${text}; a time is ${momentForms}`, 'warning');
	}

	const isRelative = /^[+-]/.test(text);
	if (!isRelative && (at < startsAt || at > endsAt)) {
		const span = `${clockTime(startsAt)} to ${clockTime(endsAt)}`;
		return notify(closed, scene, `The recording goes from ${span}`, 'warning');
	}

	return want(closed, {type: 'replay', command: {type: 'time', at}});
};
