import {formatCount} from '../../domain/format-count.ts';
import {formatDuration} from '../../domain/format-duration.ts';
import {
	currentStep,
	isFinished,
	stepsOf,
	type ChecklistStep,
} from '../../domain/upgrade/checklist.ts';
import {isExpected} from '../../domain/upgrade/is-expected.ts';
import type {Glyphs} from '../glyphs.ts';
import type {UpgradeRow} from '../scene/upgrade-row.ts';
import type {World} from '../world.ts';
import {cellWidth} from '../text/cell-width.ts';
import {span, type Line} from '../text/line.ts';
import type {Column} from '../text/table.ts';
import {stateWords} from './server-words.ts';

/** What the columns of the upgrade need to know besides their row. */
export type UpgradeScene = {
	readonly glyphs: Glyphs;
	readonly now: number;
	/** The selected server. */
	readonly selected: string | undefined;
	/** The server whose turn it is. */
	readonly next: string | undefined;
	readonly checklists: World['checklists'];
	/** By which the columns take their widths. */
	readonly inView: readonly UpgradeRow[];
};

type UpgradeColumn = Column<UpgradeRow, UpgradeScene>;

/** The columns of the upgrade, from left to right. */
export function upgradeColumns(scene: UpgradeScene): readonly UpgradeColumn[] {
	const {inView, glyphs} = scene;
	const longest = (text: (row: UpgradeRow) => string, least: number) =>
		Math.max(least, ...inView.map(row => cellWidth(text(row))));
	const version = (row: UpgradeRow) => versionWords(row, glyphs);
	return [
		{
			id: 'server',
			titles: [' SERVER'],
			align: 'left',
			minWidth: 9,
			maxWidth: longest(({row}) => `  ${row.id}${row.metaLeader ? ` ${glyphs.meta}` : ''}`, 9),
			rank: 1,
			cell: ({row}, {selected}) => [
				span(row.id === selected ? glyphs.cursor : ' ', 'strong'),
				span(row.id, 'strong'),
				...(row.metaLeader ? [span(` ${glyphs.meta}`, 'strong')] : []),
			],
		},
		text('version', 'VERSION', 3, Math.min(17, longest(version, 7)), longest(version, 7), row => [
			span(version(row)),
		]),
		text('up', 'UP', 6, 4, 4, ({row}, {now}) => {
			const {startedAt} = row.share.server;
			return [span(startedAt === undefined ? '-' : formatDuration(now - startedAt))];
		}),
		text('restarts', 'RESTARTS', 7, 8, 8, ({restart}) => [span(String(restart?.restarts ?? 0))]),
		text('state', 'STATE', 2, 28, 50, (row, {now, checklists}) => stateOf(row, now, checklists)),
		text('checklist', 'CHECKLIST', 4, 14, 14, (row, {next}) => checklistWords(row, next)),
	];
}

function text(
	id: string,
	title: string,
	rank: number,
	minWidth: number,
	maxWidth: number,
	cell: (row: UpgradeRow, scene: UpgradeScene) => Line,
): UpgradeColumn {
	return {id, titles: [title], align: 'left', minWidth, maxWidth, rank, cell};
}

function versionWords({row, restart}: UpgradeRow, {arrow}: Glyphs): string {
	const version = row.share.server.version || '-';
	const before = restart?.previousVersion;
	return before === undefined || before === version ? version : `${before} ${arrow} ${version}`;
}

function stateOf(upgrade: UpgradeRow, now: number, checklists: World['checklists']): Line {
	const {row, behind} = upgrade;
	const {server} = row.share;
	const isUp = server.state === 'online';
	if (!isUp) {
		const expected = isExpected(server, checklists);
		const words = stateWords(server, now);
		return [span(expected ? `${words}, expected` : words, expected ? 'text' : 'warning')];
	}

	return behind === 0
		? [span('online', 'good')]
		: [span(behind === undefined ? 'up, replicas not seen yet' : catchUpWords(upgrade), 'warning')];
}

/** `12 groups behind, ~8s left, 3.4k entries`. */
export function catchUpWords({behind = 0, lag, leftMs}: UpgradeRow): string {
	const groups = `${formatCount(behind)} ${behind === 1 ? 'group' : 'groups'} behind`;
	const entries = lag && lag.entries > 0 ? `, ${formatCount(lag.entries)} entries` : '';
	const left = leftMs === undefined ? '' : `, ~${formatDuration(Math.max(leftMs, 1000))} left`;
	return groups + left + entries;
}

/** What is waited for, in one word or two. */
const briefly: Readonly<Record<ChecklistStep, string>> = {
	drained: 'drain',
	'ok-to-stop': 'ok to stop',
	stopped: 'stop it',
	back: 'back',
	jetstream: 'JetStream',
	'caught-up': 'caught up',
	undrained: 'undrain',
	'leaders-back': 'leaders',
};

function checklistWords({row, checklist}: UpgradeRow, next: string | undefined): Line {
	if (!checklist) {
		return row.id === next ? [span('next', 'strong')] : [span('-', 'muted')];
	}

	const step = currentStep(checklist);
	const steps = stepsOf(checklist);
	return isFinished(checklist) || step === undefined
		? [span('done', 'good')]
		: [span(`${steps.indexOf(step) + 1}/${steps.length} `), span(briefly[step], 'strong')];
}
