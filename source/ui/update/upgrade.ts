import {isFinished} from '../../domain/upgrade/checklist.ts';
import {leaderless} from '../scene/listing.ts';
import {upgradeRowsIn} from '../scene/upgrade-row.ts';
import {stay, tell, type Handler} from './result.ts';
import {clamp, selectServer} from './select.ts';

export const openUpgrade: Handler = (state, scene) => {
	if (scene.origin.type === 'account') {
		return tell(
			state,
			'An account alone is not told how servers are: this takes the system account',
			'warning',
			scene,
		);
	}

	return !scene.layout.acts
		? tell(state, 'The upgrade needs a larger terminal', 'muted', scene, 'too-small')
		: stay({...state, front: {type: 'upgrade'}, under: 'upgrade', pane: 'servers'});
};

/** Moves the selection to another server. `page` is the number of rows in view. */
export function selectUpgradeBy(step: (page: number) => number): Handler {
	return (state, scene) => {
		const by = step(upgradeRowsIn(scene.layout, scene.servers.length).servers);
		// Groups without leader are no server.
		const index = clamp(state.server.index + by, scene.servers.length);
		return stay(selectServer(state, scene, index));
	};
}

/** Begins to follow the selected server through its restart, or ends it. */
export const followOrNot: Handler = (state, scene) => {
	const {id} = state.server;
	if (id === undefined || id === leaderless) {
		return tell(state, 'No server is selected', 'warning', scene);
	}

	const list = scene.checklists.get(id);
	if (!list) {
		const told = tell(state, `Following ${id}: leadertop only watches`, 'muted', scene);
		return {...told, intents: [{type: 'follow', server: id}]};
	}

	const words = isFinished(list)
		? `The checklist of ${id} is put away`
		: `${id} is followed no more`;
	return {
		...tell(state, words, isFinished(list) ? 'muted' : 'warning', scene),
		intents: [{type: 'unfollow', server: id}],
	};
};
