import {formatBytes} from '../../domain/format-bytes.ts';
import {formatCount, formatRate} from '../../domain/format-count.ts';
import {formatDuration} from '../../domain/format-duration.ts';
import {formatRatio} from '../../domain/format-ratio.ts';
import {answers, hasJetStream, presentFigures} from '../../domain/server.ts';
import type {ServerRow, StopAnswer} from '../scene/server-row.ts';
import {lineWidth, span} from '../text/line.ts';
import type {Tone} from '../theme.ts';
import type {Column} from '../text/table.ts';
import {barScale, drawBar} from './bar.ts';
import {drawServerName, serverNameWidth} from './server-name.ts';
import {absence, loadTone, serverWord} from './server-words.ts';
import type {TableScene} from './table-scene.ts';
import {drawTrend} from './trend.ts';

export type ServerColumn = Column<ServerRow, TableScene>;

/** The columns of the table of servers, from left to right. */
export function serverColumns(scene: TableScene): readonly ServerColumn[] {
	const {glyphs} = scene;
	return [
		nameColumn(scene),
		plain('version', 'VERSION', 14, 7, ({share}) => share.server.version || '-', 'left'),
		plain('up', 'UP', 13, 4, ({share}, {now}) =>
			share.server.startedAt === undefined ? '-' : formatDuration(now - share.server.startedAt),
		),
		figure('cpu', 'CPU', 15, 4, ({stats}) => (stats ? `${formatCount(stats.cpuPercent)}%` : '-')),
		figure('memory', 'MEM', 16, 4, ({stats}) => formatBytes(stats?.memoryBytes)),
		figure('connections', 'CONN', 17, 5, ({stats}) => formatCount(stats?.connections)),
		figure('messages', 'MSG/S', 12, 5, ({messagesPerSecond}) => formatRate(messagesPerSecond)),
		counted('streams', 'STRM', 8, scene, ({share}) => String(share.streamLeaders)),
		counted('consumers', 'CONS', 9, scene, ({share}) => String(share.consumerLeaders)),
		counted('pinned', ' R1', 10, scene, ({share}) => String(share.r1)),
		counted('leaders', 'LEAD', 3, scene, ({share}) => String(share.leaders), loadTone),
		{
			id: 'bar',
			titles: ['LEADERS AGAINST FAIR SHARE', 'AGAINST FAIR SHARE', 'FAIR SHARE'],
			align: 'left',
			minWidth: 16,
			maxWidth: 36,
			rank: 5,
			cell(row, {scaleOf, now}, width) {
				const {share, missing} = row;
				const {state} = share.server;
				if (missing && share.leaders === 0 && hasJetStream[state]) {
					return [span('inventory not seen', 'warning')];
				}

				return hasJetStream[state]
					? drawBar(share.leaders, scaleOf(width), loadTone(row), glyphs)
					: absence(row, now, width);
			},
		},
		{
			id: 'word',
			titles: [''],
			align: 'left',
			minWidth: widest(scene, row => lineWidth(serverWord(row)), 4),
			rank: 4,
			cell: row => serverWord(row),
		},
		{
			id: 'ratio',
			titles: ['x AVG'],
			align: 'right',
			minWidth: 5,
			rank: 2,
			cell: ({share}) => [span(formatRatio(share.ratio), share.hotspot ? 'hot' : 'text')],
		},
		counted('change', glyphs.change.padStart(4), 6, scene, ({change}) => signed(change)),
		{
			id: 'trend',
			titles: ['TREND'],
			align: 'left',
			minWidth: 8,
			maxWidth: 20,
			rank: 11,
			cell: ({trend}, {most}, width) => [span(drawTrend(trend, most, width, glyphs), 'load')],
		},
		...stopColumns(scene),
	];
}

export function nameColumn(scene: TableScene): ServerColumn {
	const {range} = scene;
	return {
		id: 'server',
		titles: [` SERVER ${range}`, range === '' ? ' SERVER' : ` ${range}`],
		align: 'left',
		minWidth: 8,
		maxWidth: Math.min(28, Math.max(8, serverNameWidth(scene))),
		rank: 1,
		cell: drawServerName,
	};
}

/** Whether each server may be stopped, where that is told at all. */
export function stopColumns(scene: TableScene): readonly ServerColumn[] {
	return scene.servers.some(({stop}) => stop !== undefined) ? [stopColumn(scene)] : [];
}

function stopColumn(scene: TableScene): ServerColumn {
	const longest = widest(scene, row => stopWords(row).length, 5);
	return {
		id: 'stop',
		titles: ['STOP?'],
		align: 'left',
		minWidth: Math.min(15, longest),
		maxWidth: Math.min(36, longest),
		rank: 7,
		cell: (row, _, width) => [
			span(stopWords(row, width), row.stop?.type === 'ok' ? 'good' : 'warning'),
		],
	};
}

function stopWords({stop, share}: ServerRow, width = Infinity): string {
	if (stop === undefined || !answers[share.server.state]) {
		return '-';
	}

	if (stop.type === 'ok') {
		return 'ok';
	}

	if (stop.type === 'unknown') {
		return 'unknown';
	}

	return width === Infinity ? allWordsOf(stop) : waitWords(stop, width);
}

/** How long they are is asked of every server for each picture. */
function allWordsOf(stop: Waiting): string {
	const known = allWords.get(stop);
	if (known !== undefined) {
		return known;
	}

	const words = waitWords(stop, Infinity);
	allWords.set(stop, words);
	return words;
}

const allWords = new WeakMap<Waiting, string>();

type Waiting = Exclude<StopAnswer, {readonly type: 'ok'}>;

function waitWords(stop: Waiting, width: number): string {
	const [first = 'see details', ...others] = stop.reasons;
	const more = others.length > 0 ? ` +${others.length}` : '';
	// What it waits for is what matters; on which server, the details tell.
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
	text: (row: ServerRow, scene: TableScene) => string,
	align: 'left' | 'right' = 'right',
): ServerColumn {
	return {
		id,
		titles: [title],
		align,
		minWidth,
		rank,
		cell: (row, scene) => [span(text(row, scene))],
	};
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
export function counted(
	id: string,
	title: string,
	rank: number,
	scene: TableScene,
	text: (row: ServerRow) => string,
	tone: (row: ServerRow) => Tone = () => 'text',
): ServerColumn {
	return {
		id,
		titles: [title],
		align: 'right',
		minWidth: widest(scene, row => text(row).length, title.length),
		rank,
		cell: row => [span(text(row), tone(row))],
	};
}

/** What the row that takes most takes, and at least so much. */
function widest(
	{servers}: TableScene,
	widthOf: (row: ServerRow) => number,
	leastWidth: number,
): number {
	let width = leastWidth;
	for (const row of servers) {
		width = Math.max(width, widthOf(row));
	}

	return width;
}

function signed(change: number | undefined): string {
	return change === undefined ? '-' : `${change > 0 ? '+' : ''}${change}`;
}

/** One scale for every bar of the table. */
export function scaleFor({
	distribution,
	load,
	rules: {threshold},
}: Pick<TableScene, 'distribution' | 'load' | 'rules'>) {
	const weights = load
		? Array.from(load.shares.values(), ({messagesPerSecond = 0}) => messagesPerSecond)
		: distribution.shares.map(({leaders}) => leaders);
	const {average} = load ?? distribution;
	const most = Math.max(0, ...weights);
	return (width: number) => barScale({average, most, threshold}, width);
}
