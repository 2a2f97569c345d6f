import {formatRate, formatRatio} from '../../domain/format.ts';
import {loadDistributionOf} from '../../domain/load-distribution.ts';
import {shownLoads} from '../../domain/plan/improvement.ts';
import type {Improvement} from '../../domain/cluster-summary.ts';
import {loadOf} from '../../state/view-figures.ts';
import type {Expected} from '../question.ts';
import {barScale, changeCells, type BarScale} from '../components/bars.ts';
import {figure} from '../components/table.tsx';
import {nowTitles} from '../rows/plan-words.ts';
import type {Scene} from '../rows/scene.ts';
import type {ServerRow} from '../rows/server-rows.ts';
import type {ScreenState} from '../screen-state.ts';
import {toned} from '../text/line.ts';
import {barScaleOf, type ServerColumn} from './server-columns.ts';

/** What the servers lead after what is being asked, where that changes, and what these figures are. */
export type Change = {
	readonly of: Improvement['of'];
	readonly expected: ReadonlyMap<string, Expected>;
};

/** What the question in front would change; undefined where none is. */
export function changeOf({dialog}: ScreenState, {offer}: Scene): Change | undefined {
	if (dialog.type === 'question' && dialog.question.type === 'moves') {
		return {of: 'leaders', expected: dialog.question.expected};
	}

	const answer = dialog.type === 'plan' ? offer?.(dialog.request) : undefined;
	if (answer?.type !== 'ready') {
		return undefined;
	}

	const {of, loads} = shownLoads(answer.offer.plan);
	const changed = loads.filter(({before, after}) => before !== after);
	return {
		of,
		expected: new Map(changed.map(({server, after}) => [server, {least: after, most: after}])),
	};
}

/** The figures now and after, and the bars after over the bars now. */
export function changeColumns(change: Change, scene: Scene): readonly ServerColumn[] {
	const {of, expected} = change;
	const {average, scaleOf, weightOf} = figuresOf(change, scene);
	const format = of === 'messages' ? formatRate : String;
	const expectedOf = (row: ServerRow): Expected => {
		const now = weightOf(row);
		return expected.get(row.id) ?? {least: now, most: now};
	};
	return [
		figure(nowTitles[of], 3, 5, row => format(weightOf(row))),
		{
			title: 'AFTER',
			align: 'right',
			width: 7,
			fills: 11,
			rank: 2,
			cell: row =>
				toned(rangeWords(expectedOf(row), format), expected.has(row.id) ? 'strong' : 'muted'),
		},
		{
			title: ['CHANGE AGAINST FAIR SHARE', 'CHANGE'],
			width: 16,
			fills: 80,
			rank: 4,
			cell: (row, width) =>
				changeCells(weightOf(row), expectedOf(row), scaleOf(width), scene.glyphs),
		},
		figure('x AVG AFTER', 5, 11, row =>
			row.share.ratio === undefined || average === 0
				? '-'
				: rangeWords(expectedOf(row), weight => formatRatio(weight / average)),
		),
	];
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
			scaleOf: barScaleOf({...scene, load}),
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

function rangeWords({least, most}: Expected, format: (weight: number) => string): string {
	return least === most ? format(least) : `${format(least)}-${format(most)}`;
}
