import type {Intent} from '../intent.ts';
import type {Scene} from '../rows/scene.ts';
import type {NoticeReason, ScreenState} from '../screen-state.ts';
import type {Tone} from '../theme.ts';

/** The state after a message, and what the screen wants from the world. */
export type Update = {readonly state: ScreenState; readonly intents: readonly Intent[]};

/** What a key does. */
export type Handler = (state: ScreenState, scene: Scene) => Update;

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
	text: string,
	tone: Tone,
	{wallNow}: Pick<Scene, 'wallNow'>,
	reason?: NoticeReason,
): Update {
	return stay({...state, notice: {text, tone, at: wallNow, reason}});
}
