import type {ReactNode} from 'react';
import {textRows} from '../components/facts.tsx';
import {insideOf, Panel} from '../components/panel.tsx';
import {Scrolled} from '../components/scrolled.tsx';
import {leaderless} from '../scene/listing.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {groupDetailRows} from './group-details.tsx';
import {serverDetailRows} from './server-details.tsx';

type DetailsProps = {
	readonly state: ScreenState;
	readonly scene: Scene;
	/** With title and borders. */
	readonly height: number;
};

/** Everything that is known of the selected server or group. */
export function Details({state, scene, height}: DetailsProps) {
	const bordered = scene.layout.size === 'panels';
	const width = detailsWidth(scene) + (bordered ? 2 : 0);
	const rows = detailRows(state, scene);
	const top = state.dialog.type === 'details' ? state.dialog.top : 0;
	const inside = insideOf({width, height, bordered}).height;
	const below = rows.length - top - inside;
	return (
		<Panel
			title={[
				{text: state.pane === 'servers' ? 'server' : 'group', tone: 'heading'},
				{text: moreWords(below, state), tone: 'muted'},
			]}
			width={width}
			height={height}
			bordered={bordered}
		>
			<Scrolled rows={rows} top={top} height={inside} />
		</Panel>
	);
}

function moreWords(count: number, {dialog}: ScreenState): string {
	if (count <= 0) {
		return '';
	}

	const lines = `${count} more ${count === 1 ? 'line' : 'lines'}`;
	return dialog.type === 'details' ? ` (${lines} below)` : ` (${lines}: Enter)`;
}

/** The rows of the details, as wide as the place where they are shown. */
export function detailRows(state: ScreenState, scene: Scene): readonly ReactNode[] {
	const width = detailsWidth(scene);
	if (state.pane === 'groups') {
		const group = scene.shown.groups.get(state.selected.groups.id ?? '');
		return group ? groupDetailRows(group, scene, width) : [];
	}

	if (state.selected.servers.id === leaderless) {
		return textRows(leaderlessWords, width);
	}

	const row = scene.servers.find(({id}) => id === state.selected.servers.id);
	return row ? serverDetailRows(row, scene, width) : [];
}

const leaderlessWords =
	'These groups have no leader: they take no messages and cannot be moved until they elect one. That takes more than half of their servers. Press Tab to go to the groups, and Enter there to see which servers are missing.';

function detailsWidth({layout}: Scene): number {
	return layout.size === 'panels' ? layout.sideColumns : layout.columns;
}
