import {clockTime, momentForms, momentOf} from '../../domain/time.ts';
import {speedWords} from '../rows/freshness-words.ts';
import type {ReplayCommand} from '../intent.ts';
import type {ScreenState} from '../screen-state.ts';
import {stay, notify, want, type Handler, type Update} from './result.ts';

export const pauseOrGoOn: Handler = (state, scene) =>
	scene.replay?.phase === 'ended'
		? notify(state, 'The recording ends here: N and : go back', 'muted', scene)
		: request(state, {type: 'pause'});

export const replaySlower: Handler = (state, scene) => setSpeed(state, scene, -1);

export const replayFaster: Handler = (state, scene) => setSpeed(state, scene, 1);

export const stepBack: Handler = state => request(state, {type: 'step', by: -1});

export const stepOn: Handler = state => request(state, {type: 'step', by: 1});

export const toNextElection: Handler = state => request(state, {type: 'election', by: 1});

export const toElectionBefore: Handler = state => request(state, {type: 'election', by: -1});

export const toNextHotspot: Handler = state => request(state, {type: 'hotspots'});

export const askTime: Handler = state => stay({...state, dialog: {type: 'time', text: ''}});

export const cancelTime: Handler = state => stay({...state, dialog: {type: 'none'}});

/** Goes to the time that was typed. One outside of the recording is no place to go to. */
export const goToTime: Handler = (state, scene) => {
	const {replay} = scene;
	if (state.dialog.type !== 'time' || !replay) {
		return stay(state);
	}

	const text = state.dialog.text.trim();
	const closed: ScreenState = {...state, dialog: {type: 'none'}};
	if (text === '') {
		return stay(closed);
	}

	const at = momentOf(text, {...replay, now: replay.at});
	if (at === undefined) {
		return notify(closed, `No time: ${text}; a time is ${momentForms}`, 'warning', scene);
	}

	const {startsAt, endsAt} = replay;
	const isRelative = /^[+-]/.test(text);
	if (!isRelative && (at < startsAt || at > endsAt)) {
		const span = `${clockTime(startsAt)} to ${clockTime(endsAt)}`;
		return notify(closed, `The recording goes from ${span}`, 'warning', scene);
	}

	return request(closed, {type: 'time', at});
};

/** From slow enough to read along to an hour in four seconds. */
const speeds = [0.25, 0.5, 1, 2, 4, 10, 30, 100, 300, 1000];

function setSpeed(
	state: ScreenState,
	scene: Parameters<Handler>[1],
	direction: 1 | -1,
): ReturnType<Handler> {
	const present = scene.replay?.speed ?? 1;
	const speed =
		direction > 0 ? speeds.find(each => each > present) : speeds.findLast(each => each < present);
	return speed === undefined
		? notify(state, `${speedWords(present)} is as far as it goes`, 'muted', scene)
		: request(state, {type: 'speed', speed});
}

function request(state: ScreenState, wanted: ReplayCommand): Update {
	return want(state, {type: 'replay', command: wanted});
}
