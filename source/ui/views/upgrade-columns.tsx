import {cleanText} from '../../domain/clean-text.ts';
import {formatDuration} from '../../domain/time.ts';
import {currentStep, isFinished, stepsOf, isExpected} from '../../domain/upgrade/checklist.ts';
import type {Column} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import {stateWords} from '../rows/server-words.ts';
import {catchUpWords, nextStep} from '../rows/upgrade-words.ts';
import type {UpgradeRow} from '../rows/upgrade-rows.ts';
import {cellWidth} from '../text/cell-width.ts';
import type {Toned} from '../theme.ts';
import type {World} from '../world.ts';

/** What the columns of the upgrade need to know besides their row. */
export type UpgradeTable = {
	readonly glyphs: Glyphs;
	readonly now: number;
	/** The selected server. */
	readonly selected: string | undefined;
	/** The server that comes next. */
	readonly next: string | undefined;
	readonly checklists: World['checklists'];
	/** By which the columns take their widths. */
	readonly inView: readonly UpgradeRow[];
};

type UpgradeColumn = Column<UpgradeRow>;

/** The columns of the upgrade, from left to right. */
export function upgradeColumns(table: UpgradeTable): readonly UpgradeColumn[] {
	const {inView, glyphs, now, selected, next} = table;
	const longest = (text: (row: UpgradeRow) => string, least: number) =>
		inView.reduce((most, row) => Math.max(most, cellWidth(text(row))), least);
	const name = ({row}: UpgradeRow) =>
		`${row.id === selected ? glyphs.cursor : ' '}${cleanText(row.id)}${row.metaLeader ? ` ${glyphs.meta}` : ''}`;
	const version = ({row, restart}: UpgradeRow) => {
		const {version: now} = row.share.server;
		const before = restart?.previousVersion;
		const isOther = before !== undefined && before !== now;
		return cleanText(isOther ? `${before} ${glyphs.arrow} ${now}` : now);
	};
	return [
		{
			id: 'server',
			titles: [' SERVER'],
			minWidth: 9,
			maxWidth: longest(name, 9),
			rank: 1,
			cell: row => [{text: name(row), tone: 'strong'}],
		},
		{
			id: 'version',
			titles: ['VERSION'],
			minWidth: Math.min(17, longest(version, 7)),
			maxWidth: longest(version, 7),
			rank: 3,
			cell: version,
		},
		{
			id: 'up',
			titles: ['UP'],
			align: 'right',
			minWidth: 4,
			rank: 6,
			cell({row}) {
				const {startedAt} = row.share.server;
				return startedAt === undefined ? '-' : formatDuration(now - startedAt);
			},
		},
		{
			id: 'restarts',
			titles: ['RESTARTS'],
			align: 'right',
			minWidth: 8,
			rank: 7,
			cell: ({restart}) => String(restart?.restarts ?? 0),
		},
		{
			id: 'state',
			titles: ['STATE'],
			minWidth: 28,
			maxWidth: 50,
			rank: 2,
			cell: row => [stateOf(row, table)],
		},
		{
			id: 'checklist',
			titles: ['CHECKLIST'],
			minWidth: 14,
			rank: 4,
			cell: row => checklistWords(row, next),
		},
	];
}

function stateOf(upgrade: UpgradeRow, {now, checklists}: UpgradeTable): Toned {
	const {row, behind} = upgrade;
	const {server} = row.share;
	if (server.state !== 'online') {
		const words = stateWords(server, now);
		return isExpected(server, checklists)
			? {text: `${words}, expected`, tone: 'text'}
			: {text: words, tone: 'warning'};
	}

	return behind === 0
		? {text: 'online', tone: 'good'}
		: {
				text: behind === undefined ? 'up, replicas not seen yet' : catchUpWords(upgrade),
				tone: 'warning',
			};
}

function checklistWords({row, checklist}: UpgradeRow, next: string | undefined): readonly Toned[] {
	if (!checklist) {
		return [row.id === next ? {text: 'next', tone: 'strong'} : {text: '-', tone: 'muted'}];
	}

	const step = currentStep(checklist);
	const steps = stepsOf(checklist);
	return isFinished(checklist) || step === undefined
		? [{text: 'done', tone: 'good'}]
		: [
				{text: `${steps.indexOf(step) + 1}/${steps.length} `, tone: 'text'},
				{text: nextStep[step], tone: 'strong'},
			];
}
