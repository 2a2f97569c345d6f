import {groupName} from '../rows/group-words.ts';
import type {Scene} from '../scene/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {keyAt} from './select.ts';
import {settleSelection} from './settle-selection.ts';

/** Lets the selection follow its group. A group that left the list is told; its neighbour is selected then. */
export function settleGroup(state: ScreenState, scene: Scene): ScreenState {
	const {listed, layout} = scene;
	const {id} = state.group;
	const isChosen = state.chosen.group;
	const found = isChosen && id !== undefined ? listed.indexOf(id) : -1;
	const group = settleSelection(
		isChosen ? state.group : {...state.group, index: 0},
		found,
		{count: listed.count, idAt: index => (index === found ? id : keyAt(listed, index))},
		layout.groups,
	);
	if (group === state.group) {
		return state;
	}

	const notice =
		found < 0 && id !== undefined && isChosen ? whereItWent(id, state, scene) : undefined;
	return {...state, group, notice: notice ?? state.notice};
}

function whereItWent(id: string, state: ScreenState, scene: Scene): ScreenState['notice'] {
	if (state.pane !== 'groups') {
		return undefined;
	}

	const {shown, wallNow: at, glyphs} = scene;
	const group = shown.groups.get(id);
	if (!group) {
		return {
			text: 'The selected group was deleted; this is its neighbour',
			tone: 'warning',
			at,
		};
	}

	const left = state.scope === 'server' && group.leader !== state.server.id;
	const name = groupName(group, glyphs);
	const where = group.leader === undefined ? 'has no leader now' : `is now led by ${group.leader}`;
	return left ? {text: `${name} ${where}; this is its neighbour`, tone: 'warning', at} : undefined;
}
