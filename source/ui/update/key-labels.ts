import {canBeDone} from '../question.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {groupsToActOn} from './act.ts';
import {keyModeOf} from './key-binding.ts';
import {drainedByPlan, isToUndrain, plannedEffect} from './plan.ts';
import {selectedServer} from './select.ts';

/** Keys with the same label stand together in the footer. */
export function moveLabel({dialog}: ScreenState): string | undefined {
	const mode = keyModeOf(dialog);
	const isTable = mode === 'choice' || mode === 'accounts' || mode === 'upgrade';
	return mode === 'lists' ? undefined : isTable ? 'choose' : 'scroll';
}

export function backLabel({dialog, filter}: ScreenState): string | undefined {
	const mode = keyModeOf(dialog);
	return mode === 'reader'
		? 'close'
		: mode !== 'lists'
			? 'back'
			: filter === ''
				? undefined
				: 'clear filter';
}

export function freezeLabel({frozen}: ScreenState): string {
	return frozen ? 'go on' : 'freeze';
}

export function drainLabel(state: ScreenState, scene: Scene): string {
	return isToUndrain(selectedServer(state) ?? '', scene) ? 'undrain' : 'drain';
}

export function pauseLabel(_: ScreenState, {replay}: Scene): string {
	return replay?.phase === 'playing' ? 'pause' : 'play';
}

export function yesLabel({dialog}: ScreenState): string {
	return dialog.type === 'plan' ? 'run it' : 'yes';
}

export function orClose(label: string) {
	return (state: ScreenState, scene: Scene) => (hasYes(state, scene) ? label : 'close');
}

export function takeLabel({dialog, selected}: ScreenState, {checklists}: Scene): string {
	if (dialog.type === 'choice') {
		return 'take it';
	}

	const isFollowed = checklists.has(selected.servers.id ?? '');
	return dialog.type === 'accounts' ? 'its groups' : isFollowed ? 'stop following' : 'follow';
}

export function hasGroup({pane, selected}: ScreenState): boolean {
	return pane === 'groups' && selected.groups.id !== undefined;
}

export function hasGroups(state: ScreenState): boolean {
	return groupsToActOn(state).length > 0;
}

/** Whether there is something to say yes to. */
export function hasYes(state: ScreenState, scene: Scene): boolean {
	return state.dialog.type === 'question'
		? canBeDone(state.dialog.question)
		: (plannedEffect(state, scene) ?? 'nothing') !== 'nothing';
}

export function hasServer(state: ScreenState): boolean {
	return selectedServer(state) !== undefined;
}

export function hasPlan(state: ScreenState, scene: Scene): boolean {
	return plannedEffect(state, scene) !== undefined;
}

export function isDrainedByPlan(state: ScreenState, scene: Scene): boolean {
	return drainedByPlan(state, scene) !== undefined;
}
