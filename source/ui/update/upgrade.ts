import {isFinished} from '../../domain/upgrade/checklist.ts';
import {leaderless} from '../scene/listing.ts';
import {upgradeRowsIn} from '../rows/upgrade-rows.ts';
import {stay, notify, type Handler} from './result.ts';
import {clamp, selectRow} from './select.ts';

export const openUpgrade: Handler = (state, scene) => {
	if (scene.origin.type === 'account') {
		return notify(
			state,
			'An account alone is not told how servers are: this takes the system account',
			'warning',
			scene,
		);
	}

	return !scene.layout.acts
		? notify(state, 'The upgrade needs a larger terminal', 'muted', scene, 'too-small')
		: stay({...state, dialog: {type: 'upgrade'}, dialogParent: 'upgrade', pane: 'servers'});
};

/** Moves the selection to another server. `page` is the number of rows in view. */
export function selectUpgradeBy(step: (page: number) => number): Handler {
	return (state, scene) => {
		const by = step(upgradeRowsIn(scene.layout, scene.servers.length).servers);
		// Groups without leader are no server.
		const index = clamp(state.selected.servers.index + by, scene.servers.length);
		return stay(selectRow(state, scene, 'servers', index));
	};
}

/** Begins to follow the selected server through its restart, or ends it. */
export const followOrNot: Handler = (state, scene) => {
	const {id} = state.selected.servers;
	if (id === undefined || id === leaderless) {
		return notify(state, 'No server is selected', 'warning', scene);
	}

	const list = scene.checklists.get(id);
	if (!list) {
		const told = notify(state, `Following ${id}: leadertop only watches`, 'muted', scene);
		return {...told, intents: [{type: 'follow', server: id}]};
	}

	const words = isFinished(list)
		? `The checklist of ${id} is put away`
		: `${id} is followed no more`;
	return {
		...notify(state, words, isFinished(list) ? 'muted' : 'warning', scene),
		intents: [{type: 'unfollow', server: id}],
	};
};
