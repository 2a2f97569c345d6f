import {formatBytes, formatCount, formatRate, formatRatio} from '../../domain/format.ts';
import type {StopAnswer} from '../../domain/stop-verdict.ts';
import {formatDuration} from '../../domain/time.ts';
import {answers, hasJetStream, presentFigures} from '../../domain/server.ts';
import {cleanText} from '../../domain/clean-text.ts';
import {barCells, barScale, type BarScale} from '../components/bar.tsx';
import {widthOf} from '../text/toned.ts';
import {sparkline} from '../components/sparkline.ts';
import type {Column} from '../components/table.tsx';
import {isHot, type ServerRow} from '../rows/server-rows.ts';
import type {Scene} from '../rows/scene.ts';
import {cellWidth} from '../text/cell-width.ts';
import {clipMiddle} from '../text/clip.ts';
import type {Tone, Toned} from '../theme.ts';
import {absence, loadTone, serverWord} from '../rows/server-words.ts';

/** What the columns of the table of servers need to know besides their row. */
export type ServerTable = Pick<Scene, 'servers' | 'distribution' | 'load' | 'rules' | 'glyphs'> & {
	readonly now: number;
	/** The server beside which the cursor stands. */
	readonly cursorAt: string | undefined;
	/** Which rows are in view, as `1-7/100`; empty where all are. */
	readonly range: string;
	readonly cursor: string;
	/** Leaders that fill a cell of a trend. */
	readonly most: number;
	readonly scaleOf: (width: number) => BarScale;
};

export type ServerColumn = Column<ServerRow>;

/** The columns of the table of servers, from left to right. */
export function serverColumns(table: ServerTable): readonly ServerColumn[] {
	const {glyphs, now, scaleOf, most} = table;
	const counted = (
		id: string,
		title: string,
		rank: number,
		text: (row: ServerRow) => string,
		tone?: (row: ServerRow) => Tone,
	) => countedColumn(id, title, rank, table, text, tone);
	return [
		nameColumn(table),
		plain('version', 'VERSION', 14, 7, ({share}) => share.server.version || '-', 'left'),
		plain('up', 'UP', 13, 4, ({share}) =>
			share.server.startedAt === undefined ? '-' : formatDuration(now - share.server.startedAt),
		),
		figure('cpu', 'CPU', 15, 4, ({stats}) => (stats ? `${formatCount(stats.cpuPercent)}%` : '-')),
		figure('memory', 'MEM', 16, 4, ({stats}) => formatBytes(stats?.memoryBytes)),
		figure('connections', 'CONN', 17, 5, ({stats}) => formatCount(stats?.connections)),
		figure('messages', 'MSG/S', 12, 5, ({messagesPerSecond}) => formatRate(messagesPerSecond)),
		counted('streams', 'STRM', 8, ({share}) => String(share.streamLeaders)),
		counted('consumers', 'CONS', 9, ({share}) => String(share.consumerLeaders)),
		counted('r1', ' R1', 10, ({share}) => String(share.r1)),
		counted(
			'leaders',
			'LEAD',
			3,
			({share}) => String(share.leaders),
			row => (isHot(row) ? 'hot' : 'strong'),
		),
		{
			id: 'bar',
			titles: ['LEADERS AGAINST FAIR SHARE', 'AGAINST FAIR SHARE', 'FAIR SHARE'],
			minWidth: 16,
			maxWidth: 36,
			rank: 5,
			cell(row, width) {
				const {share, missing} = row;
				const {state} = share.server;
				if (missing && share.leaders === 0 && hasJetStream[state]) {
					return [{text: 'inventory not seen', tone: 'warning'}];
				}

				return hasJetStream[state]
					? barCells(share.leaders, scaleOf(width), loadTone(row), glyphs)
					: [absence(row, now, width)];
			},
		},
		wordColumn(table, '', 4),
		{
			id: 'ratio',
			titles: ['x AVG'],
			align: 'right',
			minWidth: 5,
			rank: 2,
			cell: ({share}) => [{text: formatRatio(share.ratio), tone: share.hotspot ? 'hot' : 'text'}],
		},
		counted('change', glyphs.change.padStart(4), 6, ({change}) => signed(change)),
		{
			id: 'trend',
			titles: ['TREND'],
			minWidth: 8,
			maxWidth: 20,
			rank: 11,
			cell: ({trend}, width) => [{text: sparkline(trend, most, width, glyphs.trend), tone: 'load'}],
		},
		...stopColumns(table),
	];
}

/** Cursor, name, and the marks: `▸n2 ★`, `▸n3 ↑2m`. */
export function nameColumn(table: ServerTable): ServerColumn {
	const {range, glyphs, cursorAt, cursor, now} = table;
	const marksOf = ({metaLeader, share, expected}: ServerRow): readonly Toned[] => {
		const {rejoinedAt, state} = share.server;
		const back = rejoinedAt !== undefined && now - rejoinedAt < justBackMs;
		return [
			// A narrow table has no word for it.
			...(answers[state]
				? []
				: [{text: ` ${glyphs.away}`, tone: expected ? 'text' : 'warning'} as const]),
			...(metaLeader ? [{text: ` ${glyphs.meta}`, tone: 'strong'} as const] : []),
			...(back
				? [{text: ` ${glyphs.justBack}${formatDuration(now - rejoinedAt)}`, tone: 'fresh'} as const]
				: []),
		];
	};
	const widest = Math.max(
		0,
		...table.servers.map(row => 1 + cellWidth(cleanText(row.id)) + widthOf(marksOf(row))),
	);
	return {
		id: 'server',
		titles: [` SERVER ${range}`, range === '' ? ' SERVER' : ` ${range}`],
		minWidth: 8,
		maxWidth: Math.min(28, Math.max(8, widest)),
		rank: 1,
		cell(row, width) {
			const marks = marksOf(row);
			const room = Math.max(4, width - 1 - widthOf(marks));
			return [
				{text: row.id === cursorAt ? cursor : ' ', tone: 'strong'},
				{
					text: clipMiddle(cleanText(row.id), room, glyphs.ellipsis),
					tone: isHot(row) ? 'hot' : 'strong',
				},
				...marks,
			];
		},
	};
}

/** How long a server counts as just back. */
const justBackMs = 10 * 60_000;

export function wordColumn(
	{servers}: ServerTable,
	title: string,
	leastWidth: number,
): ServerColumn {
	return {
		id: 'word',
		titles: [title],
		minWidth: Math.max(leastWidth, ...servers.map(row => widthOf(serverWord(row)))),
		rank: 4,
		cell: serverWord,
	};
}

/** Whether each server may be stopped, where that is known at all. */
export function stopColumns({servers}: ServerTable): readonly ServerColumn[] {
	if (servers.every(({stop}) => stop === undefined)) {
		return [];
	}

	const longest = Math.max(5, ...servers.map(row => stopWords(row, Infinity).length));
	return [
		{
			id: 'stop',
			titles: ['STOP?'],
			minWidth: Math.min(15, longest),
			maxWidth: Math.min(36, longest),
			rank: 7,
			cell: (row, width) => [
				{text: stopWords(row, width), tone: row.stop?.type === 'ok' ? 'good' : 'warning'},
			],
		},
	];
}

function stopWords({stop, share}: ServerRow, width: number): string {
	if (stop === undefined || !answers[share.server.state]) {
		return '-';
	}

	if (stop.type === 'ok') {
		return 'ok';
	}

	return stop.type === 'unknown' ? 'unknown' : waitWords(stop, width);
}

function waitWords(stop: Exclude<StopAnswer, {readonly type: 'ok'}>, width: number): string {
	const [first = 'see details', ...others] = stop.reasons;
	const more = others.length > 0 ? ` +${others.length}` : '';
	// What it waits for is what matters; the details say on which server.
	const brief = first.replace(/ on .*/, '');
	const briefest = `wait: ${brief.replace(/:.*/, '')}`;
	const spellings = [`wait: ${first}${more}`, `wait: ${brief}${more}`, `wait: ${brief}`];
	return spellings.find(({length}) => length <= width) ?? briefest;
}

export function plain(
	id: string,
	title: string,
	rank: number,
	minWidth: number,
	text: (row: ServerRow) => string,
	align: 'left' | 'right' = 'right',
): ServerColumn {
	return {id, titles: [title], align, minWidth, rank, cell: text};
}

/** What a server says of itself; nothing of one that does not answer now. */
export function figure(
	id: string,
	title: string,
	rank: number,
	minWidth: number,
	text: (figures: ReturnType<typeof presentFigures>) => string,
): ServerColumn {
	return plain(id, title, rank, minWidth, ({share}) => text(presentFigures(share.server)));
}

/** Leaders are counted to the last one; the column is as wide as that takes. */
export function countedColumn(
	id: string,
	title: string,
	rank: number,
	{servers}: ServerTable,
	text: (row: ServerRow) => string,
	tone: (row: ServerRow) => Tone = () => 'text',
): ServerColumn {
	return {
		id,
		titles: [title],
		align: 'right',
		minWidth: Math.max(title.length, ...servers.map(row => text(row).length)),
		rank,
		cell: row => [{text: text(row), tone: tone(row)}],
	};
}

function signed(change: number | undefined): string {
	return change === undefined ? '-' : `${change > 0 ? '+' : ''}${change}`;
}

/** One scale for every bar of the table. */
export function scaleFor({
	distribution,
	load,
	rules: {threshold},
}: Pick<ServerTable, 'distribution' | 'load' | 'rules'>): (width: number) => BarScale {
	const weights = load
		? Array.from(load.shares.values(), ({messagesPerSecond = 0}) => messagesPerSecond)
		: distribution.shares.map(({leaders}) => leaders);
	const {average} = load ?? distribution;
	const most = Math.max(0, ...weights);
	return width => barScale({average, most, threshold}, width);
}
