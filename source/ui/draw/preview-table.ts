import {formatRate} from '../../domain/format-count.ts';
import {formatRatio} from '../../domain/format-ratio.ts';
import type {Improvement} from '../../domain/plan/improvement.ts';
import {loadDistributionOf} from '../../domain/load-distribution.ts';
import {loadOf} from '../../state/load-of.ts';
import type {Expected} from '../act/expected.ts';
import type {ServerRow} from '../scene/server-row.ts';
import type {Scene} from '../scene/scene.ts';
import {fitLine, span, type Line} from '../text/line.ts';
import {drawHeading, drawRow, fitColumns, type Column} from '../text/table.ts';
import type {ScreenState} from '../screen-state.ts';
import {barScale, drawChange} from './bar.ts';
import {nowTitles} from './plan-bars.ts';
import {drawServerName, serverNameWidth} from './server-name.ts';
import {scaleFor} from './server-columns.ts';
import {tableScene} from './server-table.ts';
import type {TableScene} from './table-scene.ts';

type PreviewScene = TableScene & {
	readonly expected: ReadonlyMap<string, Expected>;
	/** What the figures are. */
	readonly of: Improvement['of'];
	/** Of what the preview is about. */
	readonly average: number;
	readonly weightOf: (row: ServerRow) => number;
};

/** The servers while a question waits for its answer: the bars after it over the bars now. What changes comes first. */
export function drawPreviewTable(
	state: ScreenState,
	scene: Scene,
	expected: ReadonlyMap<string, Expected>,
	of: Improvement['of'],
): Line[] {
	const {layout, glyphs} = scene;
	const table = previewScene(state, scene, expected, of);
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

function previewScene(
	state: ScreenState,
	scene: Scene,
	expected: ReadonlyMap<string, Expected>,
	of: Improvement['of'],
): PreviewScene {
	const {shown, servers, cluster, rules, distribution} = scene;
	const table = {...tableScene(state, scene), selectedServer: undefined, expected, of};
	if (of !== 'messages') {
		const count = of === 'streams' ? 'streamLeaders' : 'leaders';
		const {shares} = distribution;
		const members = shares.filter(({ratio}) => ratio !== undefined).length;
		const total = shares.reduce((sum, share) => sum + share[count], 0);
		const average = members === 0 ? 0 : total / members;
		const most = Math.max(0, ...shares.map(share => share[count]));
		return {
			...table,
			scaleOf: width => barScale({average, most, threshold: rules.threshold}, width),
			average,
			weightOf: ({share}) => share[count],
		};
	}

	const members = servers.map(({share}) => share.server);
	const load = loadDistributionOf(members, loadOf(shown, cluster.name, rules), rules.threshold);
	return {
		...table,
		scaleOf: scaleFor({...scene, load}),
		average: load.average,
		weightOf: ({id}) => load.shares.get(id)?.messagesPerSecond ?? 0,
	};
}

function previewColumns(scene: PreviewScene): readonly Column<ServerRow, PreviewScene>[] {
	const {glyphs, average, of, weightOf} = scene;
	const format = of === 'messages' ? formatRate : String;
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
			titles: [nowTitles[of]],
			align: 'right',
			minWidth: 5,
			rank: 3,
			cell: row => [span(format(weightOf(row)))],
		},
		{
			id: 'after',
			titles: ['AFTER'],
			align: 'right',
			minWidth: 7,
			maxWidth: 11,
			rank: 2,
			cell: (row, {expected}) => [
				span(rangeWords(expectedOf(row, scene), format), expected.has(row.id) ? 'strong' : 'muted'),
			],
		},
		{
			id: 'bar',
			titles: ['CHANGE AGAINST FAIR SHARE', 'CHANGE'],
			align: 'left',
			minWidth: 16,
			maxWidth: 80,
			rank: 4,
			cell: (row, {scaleOf}, width) =>
				drawChange(weightOf(row), expectedOf(row, scene), scaleOf(width), glyphs),
		},
		{
			id: 'ratio',
			titles: ['x AVG AFTER'],
			align: 'right',
			minWidth: 11,
			rank: 5,
			cell: row => [
				span(
					row.share.ratio === undefined || average === 0
						? '-'
						: rangeWords(expectedOf(row, scene), weight => formatRatio(weight / average)),
				),
			],
		},
	];
}

function expectedOf(row: ServerRow, {expected, weightOf}: PreviewScene): Expected {
	const now = weightOf(row);
	return expected.get(row.id) ?? {least: now, most: now};
}

function rangeWords({least, most}: Expected, format: (weight: number) => string): string {
	return least === most ? format(least) : `${format(least)}-${format(most)}`;
}
