import {insideOf, type PanelSize} from '../components/panel.tsx';
import {leaderless} from '../../state/group-list.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {textLines, toned, type Line} from '../text/line.ts';
import {electionLines} from '../rows/election-history.ts';
import {electionsTitle} from '../rows/elections.ts';
import {groupDetails} from '../rows/group-details.ts';
import {helpLines} from './help.ts';
import {planLines, planTitle} from '../rows/plan-dialog.ts';
import {questionLines, questionTitle} from '../rows/question.ts';
import {serverDetails} from '../rows/server-details.ts';

/** A text that is read by scrolling. */
export type Reading = {
	readonly title: Line;
	readonly lines: readonly Line[];
	/** Where it stands, with its title and borders. */
	readonly size: PanelSize;
	/** The first line in view. */
	readonly top: number;
	/** Its title says itself how much more there is. */
	readonly more?: false;
};

/** What stands in front of the lists, as far as it is read by scrolling. */
export function readingOf(state: ScreenState, scene: Scene): Reading | undefined {
	const {dialog} = state;
	const {columns, rows, body, footer, sideColumns, size: layoutSize} = scene.layout;
	const bordered = layoutSize === 'panels';
	const size = {width: columns, height: body, bordered};
	const {width} = insideOf(size);
	switch (dialog.type) {
		case 'help': {
			const whole = {...size, height: Math.max(0, rows - 1 - footer)};
			const {top} = dialog;
			const lines = helpLines(scene, width);
			const last = Math.min(lines.length, top + insideOf(whole).height);
			const place = ` ${scene.glyphs.dot} ${top + 1}-${last} of ${lines.length}`;
			return {title: ['help', toned(place, 'muted')], lines, size: whole, top, more: false};
		}

		case 'details': {
			const {title, lines} = detailsOf(state, scene);
			return {
				title,
				lines,
				size: bordered ? {...size, width: sideColumns + 2} : size,
				top: dialog.top,
			};
		}

		case 'elections': {
			// What says how much more there is below needs room, too.
			const title = electionsTitle(scene, columns - 31);
			return {title, lines: electionLines(scene, width), size, top: dialog.top};
		}

		case 'question': {
			const {question, top} = dialog;
			const lines = questionLines(question, scene.glyphs, width);
			return {title: questionTitle(question), lines, size, top};
		}

		case 'plan': {
			const {request, top} = dialog;
			return {title: planTitle(request, scene), lines: planLines(request, scene, width), size, top};
		}

		default:
			return undefined;
	}
}

/** Everything that is known of the selected server or group, as wide as the place where it is shown. */
export function detailsOf(
	state: ScreenState,
	scene: Scene,
): {readonly title: Line; readonly lines: readonly Line[]} {
	const {columns, sideColumns, size} = scene.layout;
	const width = size === 'panels' ? sideColumns : columns;
	if (state.pane === 'groups') {
		const group = scene.shown.groups.get(state.selected.groups.id ?? '');
		return {title: ['group'], lines: group ? groupDetails(group, scene, width) : []};
	}

	if (state.selected.servers.id === leaderless) {
		return {title: ['server'], lines: textLines(leaderlessWords, width)};
	}

	const row = scene.servers.find(({id}) => id === state.selected.servers.id);
	return {title: ['server'], lines: row ? serverDetails(row, scene, width) : []};
}

const leaderlessWords =
	'These groups have no leader: they take no messages and cannot be moved until they elect one. That takes more than half of their servers. Press Tab to go to the groups, and Enter there to see which servers are missing.';
