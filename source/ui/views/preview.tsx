import type {ReactNode} from 'react';
import {formatRate, formatRatio} from '../../domain/format.ts';
import {loadDistributionOf} from '../../domain/load-distribution.ts';
import {shownLoads, type Improvement} from '../../domain/plan/improvement.ts';
import {loadOf} from '../../state/view-figures.ts';
import type {Expected} from '../question.ts';
import {barScale, changeCells, type BarScale} from '../components/bar.tsx';
import {dialogWidth} from '../components/dialog.tsx';
import {Table} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import {nowTitles} from '../rows/plan-words.ts';
import type {ServerRow} from '../rows/server-rows.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {nameColumn, scaleFor, type ServerColumn} from './server-columns.tsx';
import {ServersPane, serverTable} from './servers.tsx';

type PreviewProps = {
	readonly state: ScreenState;
	readonly scene: Scene;
	/** What is shown where nothing would move. */
	readonly otherwise: ReactNode;
};

/** The servers while a question waits for its answer: the bars after it over the bars now. What changes comes first. */
export function Preview({state, scene, otherwise}: PreviewProps) {
	const change = changeOf(state, scene);
	if (!change) {
		return otherwise;
	}

	const {layout, servers} = scene;
	const {expected} = change;
	const changed = servers.filter(({id}) => expected.has(id));
	const others = servers.filter(({id}) => !expected.has(id));
	const inOrder = servers.length <= layout.servers ? servers : [...changed, ...others];
	const table = {...serverTable(state, scene), cursorAt: undefined, range: ''};
	return (
		<ServersPane scene={scene}>
			<Table
				columns={[
					nameColumn(table),
					...changeColumns(change, figuresOf(change, scene), scene.glyphs),
				]}
				rows={inOrder.slice(0, layout.servers)}
				keyOf={({id}) => id}
				width={dialogWidth(layout)}
				captions={layout.heading === 1}
			/>
		</ServersPane>
	);
}

/** What the servers lead after what is being asked, where that changes, and what these figures are. */
type Change = {
	readonly of: Improvement['of'];
	readonly expected: ReadonlyMap<string, Expected>;
};

function changeOf({dialog}: ScreenState, {offer}: Scene): Change | undefined {
	if (dialog.type === 'plan') {
		const answer = offer?.(dialog.request);
		return answer?.type === 'ready' ? changeByPlan(shownLoads(answer.offer.plan)) : undefined;
	}

	return dialog.type === 'question' && dialog.question.type === 'moves'
		? {of: 'leaders', expected: dialog.question.expected}
		: undefined;
}

function changeByPlan({of, loads}: Improvement): Change {
	const changed = loads.filter(({before, after}) => before !== after);
	return {
		of,
		expected: new Map(changed.map(({server, after}) => [server, {least: after, most: after}])),
	};
}

/** How the servers stand now, in the figures that the preview is about. */
type Figures = {
	readonly average: number;
	readonly scaleOf: (width: number) => BarScale;
	readonly weightOf: (row: ServerRow) => number;
};

function figuresOf({of}: Change, scene: Scene): Figures {
	const {shown, servers, cluster, rules, distribution} = scene;
	if (of === 'messages') {
		const members = servers.map(({share}) => share.server);
		const load = loadDistributionOf(
			members,
			loadOf(shown, cluster.name, rules.countR1),
			rules.threshold,
		);
		return {
			average: load.average,
			scaleOf: scaleFor({...scene, load}),
			weightOf: ({id}) => load.shares.get(id)?.messagesPerSecond ?? 0,
		};
	}

	const count = of === 'streams' ? 'streamLeaders' : 'leaders';
	const {shares} = distribution;
	const members = shares.filter(({ratio}) => ratio !== undefined).length;
	const total = shares.reduce((sum, share) => sum + share[count], 0);
	const average = members === 0 ? 0 : total / members;
	const most = Math.max(0, ...shares.map(share => share[count]));
	return {
		average,
		scaleOf: width => barScale({average, most, threshold: rules.threshold}, width),
		weightOf: ({share}) => share[count],
	};
}

function changeColumns(
	{of, expected}: Change,
	{average, scaleOf, weightOf}: Figures,
	glyphs: Glyphs,
): readonly ServerColumn[] {
	const format = of === 'messages' ? formatRate : String;
	const expectedOf = (row: ServerRow): Expected => {
		const now = weightOf(row);
		return expected.get(row.id) ?? {least: now, most: now};
	};
	return [
		{
			id: 'now',
			titles: [nowTitles[of]],
			align: 'right',
			minWidth: 5,
			rank: 3,
			cell: row => format(weightOf(row)),
		},
		{
			id: 'after',
			titles: ['AFTER'],
			align: 'right',
			minWidth: 7,
			maxWidth: 11,
			rank: 2,
			cell: row => [
				{
					text: rangeWords(expectedOf(row), format),
					tone: expected.has(row.id) ? 'strong' : 'muted',
				},
			],
		},
		{
			id: 'bar',
			titles: ['CHANGE AGAINST FAIR SHARE', 'CHANGE'],
			minWidth: 16,
			maxWidth: 80,
			rank: 4,
			cell: (row, width) => changeCells(weightOf(row), expectedOf(row), scaleOf(width), glyphs),
		},
		{
			id: 'ratio',
			titles: ['x AVG AFTER'],
			align: 'right',
			minWidth: 11,
			rank: 5,
			cell: row =>
				row.share.ratio === undefined || average === 0
					? '-'
					: rangeWords(expectedOf(row), weight => formatRatio(weight / average)),
		},
	];
}

function rangeWords({least, most}: Expected, format: (weight: number) => string): string {
	return least === most ? format(least) : `${format(least)}-${format(most)}`;
}
