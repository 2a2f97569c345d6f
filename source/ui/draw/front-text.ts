import type {Scene} from '../scene/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import type {Line} from '../text/line.ts';
import {leaderless} from '../scene/listing.ts';
import {drawElectionsView} from './elections-view.ts';
import {drawFreeText} from './fact.ts';
import {drawGroupDetails} from './group-details.ts';
import {drawHelp} from './help.ts';
import {drawPlanDialog} from './plan-dialog.ts';
import {drawQuestionText} from './question-text.ts';
import {drawServerDetails} from './server-details.ts';

/** A text that is read by scrolling. */
export type FrontText = {
	readonly lines: readonly Line[];
	/** Rows in view. */
	readonly height: number;
};

/** What stands in front of the lists, as far as it is a text. */
export function frontText(state: ScreenState, scene: Scene): FrontText {
	const {front} = state;
	const {layout} = scene;
	switch (front.type) {
		case 'help':
			return {lines: drawHelp(scene), height: Math.max(0, layout.rows - 2)};
		case 'details':
			return detailsText(state, scene);
		case 'elections':
			return {lines: drawElectionsView(scene, layout.columns), height: layout.body - 1};
		case 'question':
			return {lines: drawQuestionText(front.question, scene), height: layout.body - 1};
		case 'plan':
			return {lines: drawPlanDialog(front.wish, scene), height: layout.body - 1};
		default:
			return {lines: [], height: 0};
	}
}

/** Details of the group or the server that is selected, as wide as the place where they are shown. */
export function detailsText(state: ScreenState, scene: Scene): FrontText {
	const {layout} = scene;
	const wide = layout.size === 'wide';
	const width = wide ? layout.sideColumns : layout.columns;
	const height = Math.max(0, wide ? layout.groups + 1 : layout.body - 1);
	if (state.pane === 'groups') {
		const group = scene.shown.groups.get(state.group.id ?? '');
		return {lines: group ? drawGroupDetails(group, scene, width) : [], height};
	}

	if (state.server.id === leaderless) {
		return {lines: drawFreeText(leaderlessWords, width), height};
	}

	const row = scene.servers.find(({id}) => id === state.server.id);
	return {lines: row ? drawServerDetails(row, scene, width) : [], height};
}

const leaderlessWords =
	'Nobody leads these groups: they take no messages and cannot be moved until they have elected a leader. That takes more than half of their servers. Tab goes to the groups, where Enter tells who is missing.';
