import type {Intent} from '../intent.ts';
import type {Question} from '../question.ts';
import type {Scene} from '../rows/scene.ts';
import type {NoticeReason, ScreenState} from '../screen-state.ts';
import type {Tone} from '../theme.ts';

/** The state after a message, and what the screen wants from the world. */
export type Update = {readonly state: ScreenState; readonly intents: readonly Intent[]};

/** What a key does. */
export type Handler = (state: ScreenState, scene: Scene, textOf: TextOf) => Update;

/** The text in front of the lists that is read by scrolling, and how many of its lines are in view. */
export type TextOf = (
	state: ScreenState,
	scene: Scene,
) => {readonly lines: number; readonly height: number} | undefined;

/** Nothing is wanted from the world. */
export function stay(state: ScreenState): Update {
	return {state, intents: []};
}

export function want(state: ScreenState, intent: Intent): Update {
	return {state, intents: [intent]};
}

/** Says something to the operator until the next key, or as long as the reason holds. */
export function notify(
	state: ScreenState,
	scene: Pick<Scene, 'wallNow'>,
	text: string,
	tone: Tone = 'muted',
	reason?: NoticeReason,
): Update {
	return stay(withNotice(state, scene, text, tone, reason));
}

export function withNotice(
	state: ScreenState,
	{wallNow}: Pick<Scene, 'wallNow'>,
	text: string,
	tone: Tone = 'muted',
	reason?: NoticeReason,
): ScreenState {
	return {...state, notice: {text, tone, at: wallNow, reason}};
}

/** Asks before anything is done. */
export function ask(state: ScreenState, {now}: Scene, question: Question): Update {
	return stay({...state, dialog: {type: 'question', question, top: 0, askedAt: now}});
}
