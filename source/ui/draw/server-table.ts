import type {Scene} from '../scene/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import type {ServerRow} from '../scene/server-row.ts';
import {fitLine, overlay, span, type Line} from '../text/line.ts';
import {rememberRows} from '../text/remember-rows.ts';
import {drawHeading, drawRow, fitColumns, type FittedColumn} from '../text/table.ts';
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
	const basis = `${layout.columns} ${basisOf(table, columns)}`;
	const rows = serverIds
		.slice(state.server.top, state.server.top + layout.servers)
		.map((id, index) => {
			const row = servers[state.server.top + index];
			const inPane = state.pane === 'servers' && state.front.type === 'nothing';
			const over = inPane && id === state.server.id ? 'selected' : undefined;
			const cursor = id === state.server.id ? table.cursor : ' ';
			if (!row) {
				return drawLeaderless(scene, cursor, over);
			}

			return rowOf(row, `${basis} ${cursor} ${over}`, () =>
				drawRow(columns, row, table, {width: layout.columns, over, ellipsis: glyphs.ellipsis}),
			);
		});
	const heading = drawHeading(columns, layout.columns, glyphs.ellipsis);
	return [...(layout.heading ? [heading] : []), ...rows];
}

const rowOf = rememberRows();

/** All that the rows of a table depend on besides themselves, in one text to compare. */
function basisOf(
	{load, distribution, most, now, scaleOf, glyphs}: TableScene,
	columns: readonly FittedColumn<ServerRow, TableScene>[],
): string {
	return [
		...columns.map(({id, width}) => `${id} ${width}`),
		load ? 'load' : 'count',
		(load ?? distribution).average,
		scaleOf(1).cellsPerLeader,
		most,
		// Ages are told in seconds.
		Math.floor(now / 1000),
		glyphs.ascii,
	].join(' ');
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
		most: servers.reduce(
			(most, {trend}) => trend.reduce((max, leaders) => Math.max(max, leaders), most),
			distribution.average * 2,
		),
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
