import {formatRatio} from '../../domain/format-ratio.ts';
import type {Expected} from '../act/expected.ts';
import type {ServerRow} from '../scene/server-row.ts';
import type {Scene} from '../scene/scene.ts';
import {fitLine, span, type Line} from '../text/line.ts';
import {drawHeading, drawRow, fitColumns, type Column} from '../text/table.ts';
import type {ScreenState} from '../screen-state.ts';
import {drawChange} from './bar.ts';
import {drawServerName, serverNameWidth} from './server-name.ts';
import {tableScene} from './server-table.ts';
import type {TableScene} from './table-scene.ts';

type PreviewScene = TableScene & {readonly expected: ReadonlyMap<string, Expected>};

/** The servers while a question waits for its answer: the bars after it over the bars now. What changes comes first. */
export function drawPreviewTable(
	state: ScreenState,
	scene: Scene,
	expected: ReadonlyMap<string, Expected>,
): Line[] {
	const {layout, glyphs} = scene;
	const table: PreviewScene = {...tableScene(state, scene), selectedServer: undefined, expected};
	const columns = fitColumns(previewColumns(table), layout.columns);
	const changed = scene.servers.filter(({id}) => expected.has(id));
	const others = scene.servers.filter(({id}) => !expected.has(id));
	const inOrder = scene.servers.length <= layout.servers ? scene.servers : [...changed, ...others];
	const rows = inOrder.slice(0, layout.servers).map(row =>
		drawRow(columns, row, table, {
			width: layout.columns,
			over: undefined,
			ellipsis: glyphs.ellipsis,
		}),
	);
	while (rows.length < layout.servers) {
		rows.push(fitLine([], layout.columns));
	}

	return [drawHeading(columns, layout.columns, glyphs.ellipsis), ...rows];
}

function previewColumns(scene: PreviewScene): readonly Column<ServerRow, PreviewScene>[] {
	const {glyphs, distribution} = scene;
	return [
		{
			id: 'server',
			titles: [' SERVER'],
			align: 'left',
			minWidth: 8,
			maxWidth: Math.min(28, Math.max(8, serverNameWidth(scene))),
			rank: 1,
			cell: drawServerName,
		},
		{
			id: 'now',
			titles: ['NOW'],
			align: 'right',
			minWidth: 5,
			rank: 3,
			cell: ({share}) => [span(String(share.leaders))],
		},
		{
			id: 'after',
			titles: ['AFTER'],
			align: 'right',
			minWidth: 7,
			maxWidth: 11,
			rank: 2,
			cell: (row, {expected}) => [
				span(
					rangeWords(expectedOf(row, expected), String),
					expected.has(row.id) ? 'strong' : 'muted',
				),
			],
		},
		{
			id: 'bar',
			titles: ['CHANGE AGAINST FAIR SHARE', 'CHANGE'],
			align: 'left',
			minWidth: 16,
			maxWidth: 80,
			rank: 4,
			cell: (row, {expected, scaleOf}, width) =>
				drawChange(row.share.leaders, expectedOf(row, expected), scaleOf(width), glyphs),
		},
		{
			id: 'ratio',
			titles: ['x AVG AFTER'],
			align: 'right',
			minWidth: 11,
			rank: 5,
			cell: (row, {expected}) => [
				span(
					row.share.ratio === undefined || distribution.average === 0
						? '-'
						: rangeWords(expectedOf(row, expected), leaders =>
								formatRatio(leaders / distribution.average),
							),
				),
			],
		},
	];
}

function expectedOf(row: ServerRow, expected: ReadonlyMap<string, Expected>): Expected {
	return expected.get(row.id) ?? {least: row.share.leaders, most: row.share.leaders};
}

function rangeWords({least, most}: Expected, format: (leaders: number) => string): string {
	return least === most ? format(least) : `${format(least)}-${format(most)}`;
}
