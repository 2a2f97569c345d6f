import {isPinned} from '../../domain/raft-group.ts';
import {selectRow} from './select.ts';
import {stay, notify, type Handler} from './result.ts';

/** Tags or untags the selected group and goes on to the next row, so that a run of keys tags a run of rows. */
export const tagGroup: Handler = (state, scene) => {
	const {id} = state.selected.groups;
	if (state.pane !== 'groups' || id === undefined) {
		return notify(state, 'Tags are for groups: Tab goes to them', 'muted', scene);
	}

	const tags = new Set(state.tags);
	if (!tags.delete(id)) {
		tags.add(id);
	}

	return stay(selectRow({...state, tags}, scene, 'groups', state.selected.groups.index + 1));
};

/** Tags what the list shows, except for what cannot move anyway. */
export const tagListed: Handler = (state, scene) => {
	const movable = scene.listed.all().filter(group => !isPinned(group));
	const tags = new Set([...state.tags, ...movable.map(({key}) => key)]);
	return notify({...state, tags}, `${tags.size} tagged`, 'muted', scene);
};

export const untagAll: Handler = state => stay({...state, tags: new Set()});
