import type {Scene} from '../scene/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {fitLine, overlay, span, type Line} from '../text/line.ts';
import {drawHeading, drawRow, fitColumns} from '../text/table.ts';
import {loadColumns} from './load-columns.ts';
import {scaleFor, serverColumns} from './server-columns.ts';
import type {TableScene} from './table-scene.ts';

/** The captions and the rows of servers that are in view. */
export function drawServerTable(state: ScreenState, scene: Scene): Line[] {
	const {layout, servers, serverIds, glyphs} = scene;
	const table = tableScene(state, scene);
	const columns = fitColumns(
		scene.load ? loadColumns(table) : serverColumns(table),
		layout.columns,
	);
	const rows = serverIds
		.slice(state.server.top, state.server.top + layout.servers)
		.map((id, index) => {
			const row = servers[state.server.top + index];
			const inPane = state.pane === 'servers' && state.front.type === 'nothing';
			const over = inPane && id === state.server.id ? 'selected' : undefined;
			return row
				? drawRow(columns, row, table, {width: layout.columns, over, ellipsis: glyphs.ellipsis})
				: drawLeaderless(scene, id === state.server.id ? table.cursor : ' ', over);
		});
	const heading = drawHeading(columns, layout.columns, glyphs.ellipsis);
	return [...(layout.heading ? [heading] : []), ...rows];
}

export function tableScene(state: ScreenState, scene: Scene): TableScene {
	const {servers, distribution, load, rules, shownAt, glyphs} = scene;
	return {
		servers,
		distribution,
		load,
		rules,
		now: shownAt,
		glyphs,
		selectedServer: state.server.id,
		range: rangeOf(state, scene),
		cursor:
			state.pane === 'servers' && state.front.type !== 'accounts'
				? glyphs.cursor
				: glyphs.cursorElsewhere,
		most: Math.max(distribution.average * 2, ...servers.flatMap(({trend}) => trend)),
		scaleOf: scaleFor(scene),
	};
}

function drawLeaderless(
	{layout, cluster}: Scene,
	cursor: string,
	over: 'selected' | undefined,
): Line {
	const count = cluster.leaderless;
	const line = fitLine(
		[
			span(cursor, 'strong'),
			span(`nobody leads ${count} ${count === 1 ? 'group' : 'groups'}`, 'bad'),
		],
		layout.columns,
	);
	return over ? overlay(line, over) : line;
}

function rangeOf({server}: ScreenState, {layout, serverIds}: Scene): string {
	const count = serverIds.length;
	const last = Math.min(count, server.top + layout.servers);
	return count > layout.servers ? `${server.top + 1}-${last}/${count}` : '';
}
