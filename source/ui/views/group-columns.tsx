import {cleanText} from '../../domain/clean-text.ts';
import {formatBytes, formatCount, formatRate} from '../../domain/format.ts';
import {formatDuration} from '../../domain/time.ts';
import {healthOf} from '../../domain/fitness.ts';
import {bytesPerSecond} from '../../domain/load-distribution.ts';
import type {GroupKey, RaftGroup} from '../../domain/raft-group.ts';
import type {Server} from '../../domain/server.ts';
import {widthOf} from '../text/toned.ts';
import type {Column} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import {followerTexts} from '../rows/followers.ts';
import {accountName, groupName, healthWords} from '../rows/group-words.ts';
import {cellWidth} from '../text/cell-width.ts';
import {clipMiddle} from '../text/clip.ts';
import type {Toned} from '../theme.ts';

/** What the columns of the list need to know besides their row. */
export type GroupTable = {
	readonly glyphs: Glyphs;
	readonly now: number;
	/** The group beside which the cursor stands. */
	readonly cursorAt: GroupKey | undefined;
	readonly cursor: string;
	readonly tags: ReadonlySet<GroupKey>;
	/** The groups of several servers are listed. */
	readonly manyLeaders: boolean;
	readonly byLoad: boolean;
	readonly servers: ReadonlyMap<string, Server>;
	readonly leaderlessSince: ReadonlyMap<GroupKey, number>;
	/** Of the list. */
	readonly width: number;
	/** The groups in view, by which the columns take their widths. */
	readonly inView: readonly RaftGroup[];
};

type GroupColumn = Column<RaftGroup>;

/** The columns of the list of groups, from left to right. */
export function groupColumns(table: GroupTable): readonly GroupColumn[] {
	const {glyphs, now, width, inView, servers} = table;
	const widest = (least: number, cells: (row: RaftGroup) => number, most = Infinity) =>
		Math.min(most, Math.max(least, ...inView.map(cells)));
	const names = widest(26, group => cellsOf(groupName(group, glyphs)), 60);
	return [
		{
			id: 'kind',
			titles: ['  KIND'],
			minWidth: 6,
			rank: 3,
			cell: ({key, kind}) => [
				{text: key === table.cursorAt ? table.cursor : ' ', tone: 'strong'},
				{text: table.tags.has(key) ? glyphs.tag : ' ', tone: 'tagged'},
				kind === 'stream' ? {text: 'str', tone: 'text'} : {text: 'con', tone: 'muted'},
			],
		},
		{
			id: 'account',
			titles: ['ACCOUNT'],
			minWidth: 8,
			maxWidth: widest(8, group => cellsOf(accountName(group)), 20),
			rank: 8,
			cell: group => accountName(group),
		},
		{
			id: 'name',
			titles: [`STREAM ${glyphs.within} CONSUMER`, 'STREAM'],
			minWidth: Math.min(names, Math.max(16, Math.floor(width / 2) - 18)),
			maxWidth: names,
			rank: 1,
			cell: group => [
				{text: groupName(group, glyphs), tone: group.kind === 'stream' ? 'strong' : 'text'},
			],
		},
		...(table.manyLeaders
			? [
					{
						id: 'leader',
						titles: ['LEADER'],
						minWidth: 8,
						maxWidth: widest(8, group => cellsOf(group.leader), 24),
						rank: 5,
						cell: (group, width) =>
							clipMiddle(cleanText(group.leader ?? '-'), width, glyphs.ellipsis),
					} satisfies GroupColumn,
				]
			: []),
		figure('replicas', 'R', 7, 1, ({replicas}) => String(replicas)),
		figure('rate', 'MSG/S', 2, 6, ({messagesPerSecond}) => formatRate(messagesPerSecond)),
		...(table.byLoad
			? [figure('bytes', 'B/S', 3, 5, group => formatBytes(bytesPerSecond(group)))]
			: []),
		...(width - names < othersWidth
			? []
			: [
					figure('messages', 'MSGS', 9, 6, ({messages}) => formatCount(messages)),
					figure('since', 'SINCE', 10, 5, ({leaderSince}) =>
						leaderSince === undefined ? '-' : formatDuration(now - leaderSince),
					),
				]),
		{
			id: 'followers',
			titles: ['FOLLOWERS'],
			minWidth: 12,
			maxWidth: widest(12, group => widthOf(followerTexts(group, servers, Infinity, glyphs))),
			rank: 6,
			cell: (group, width) => followerTexts(group, servers, width, glyphs),
		},
		{
			id: 'health',
			titles: ['STATE'],
			minWidth: widest(5, row => stateOf(row, table, width < 64 ? 0 : Infinity).text.length),
			maxWidth: widest(5, row => stateOf(row, table, Infinity).text.length),
			rank: 4,
			cell: (row, width) => [stateOf(row, table, width)],
		},
	];
}

/** Cells of all other columns: names come before messages and ages. */
const othersWidth = 57;

function cellsOf(text = ''): number {
	return cellWidth(cleanText(text));
}

/** `NO LEADER 59s`, or `NO LEADER`. */
function stateOf(group: RaftGroup, {leaderlessSince, now}: GroupTable, width: number): Toned {
	const words = healthWords(healthOf(group));
	const since = leaderlessSince.get(group.key);
	const text = since === undefined ? words.text : `${words.text} ${formatDuration(now - since)}`;
	return text.length <= width ? {...words, text} : words;
}

function figure(
	id: string,
	title: string,
	rank: number,
	minWidth: number,
	text: (group: RaftGroup) => string,
): GroupColumn {
	return {id, titles: [title], align: 'right', minWidth, rank, cell: group => text(group)};
}
