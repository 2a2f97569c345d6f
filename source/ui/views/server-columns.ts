import {formatBytes, formatCount, formatRate, formatRatio} from '../../domain/format.ts';
import {answers, hasJetStream, presentFigures} from '../../domain/server.ts';
import type {StopAnswer} from '../../domain/stop-verdict.ts';
import {formatDuration} from '../../domain/time.ts';
import {barCells, barScale, sparkline, type BarScale} from '../components/bars.ts';
import {figure, type Column} from '../components/table.tsx';
import type {Scene} from '../rows/scene.ts';
import {
	absence,
	drainedWord,
	isHot,
	loadText,
	loadTone,
	serverWord,
	type ServerRow,
} from '../rows/server-rows.ts';
import {named, toned, type Line} from '../text/line.ts';

export type ServerColumn = Column<ServerRow>;

/** The columns of the table of servers, from left to right. */
export function serverColumns(scene: Scene, name: ServerColumn): readonly ServerColumn[] {
	const {servers, distribution, glyphs, shownAt: now} = scene;
	const scaleOf = barScaleOf(scene);
	const most = Math.max(distribution.average * 2, ...servers.flatMap(({trend}) => trend));
	return [
		name,
		{title: 'VERSION', rank: 14, width: 7, cell: ({share}) => share.server.version || '-'},
		figure('UP', 13, 4, ({share: {server}}) =>
			server.startedAt === undefined ? '-' : formatDuration(now - server.startedAt),
		),
		...statsColumns(15, 5),
		figure('MSG/S', 12, 5, row => formatRate(figuresOf(row).messagesPerSecond), steady),
		figure('STRM', 8, 4, ({share}) => String(share.streamLeaders), {whole: Infinity}),
		figure('CONS', 9, 4, ({share}) => String(share.consumerLeaders), {whole: Infinity}),
		figure(' R1', 10, 3, ({share}) => String(share.r1), {whole: Infinity}),
		figure('LEAD', 3, 4, row => toned(String(row.share.leaders), isHot(row) ? 'hot' : 'strong'), {
			whole: Infinity,
		}),
		{
			title: ['LEADERS AGAINST FAIR SHARE', 'AGAINST FAIR SHARE', 'FAIR SHARE'],
			width: 16,
			fills: 36,
			rank: 5,
			cell(row, width) {
				const {share, missing} = row;
				if (!hasJetStream[share.server.state]) {
					return absence(row, now, width);
				}

				return missing && share.leaders === 0
					? toned('inventory not seen', 'warning')
					: barCells(share.leaders, scaleOf(width), loadTone(row), glyphs);
			},
		},
		{title: '', width: 4, whole: Infinity, rank: 4, cell: serverWord},
		figure('x AVG', 2, 5, ({share}) =>
			toned(formatRatio(share.ratio), share.hotspot ? 'hot' : 'text'),
		),
		figure(glyphs.change.padStart(4), 6, 4, ({change}) => exactChange(change), {whole: Infinity}),
		{
			title: 'TREND',
			width: 8,
			fills: 20,
			rank: 11,
			cell: ({trend}, width) => toned(sparkline(trend, most, width, glyphs), 'load'),
		},
		...stopColumns(servers),
	];
}

/** The same where load is shown: what the leaders handle, and what the server carries beside it. */
export function loadColumns(scene: Scene, name: ServerColumn): readonly ServerColumn[] {
	const {servers, glyphs, shownAt: now} = scene;
	const scaleOf = barScaleOf(scene);
	return [
		name,
		...statsColumns(6, 4),
		figure('SLOW', 10, 4, row => formatCount(figuresOf(row).stats?.slowConsumers), steady),
		figure('IN/S', 12, 5, row => formatRate(figuresOf(row).traffic?.messagesIn), steady),
		figure('OUT/S', 13, 5, row => formatRate(figuresOf(row).traffic?.messagesOut), steady),
		figure('B IN/S', 14, 6, row => formatBytes(figuresOf(row).traffic?.bytesIn), steady),
		figure('B OUT/S', 15, 7, row => formatBytes(figuresOf(row).traffic?.bytesOut), steady),
		figure('LEAD', 4, 4, ({share}) => String(share.leaders), {whole: Infinity}),
		figure('MSG/S', 3, 6, ({load}) => loadText(load), steady),
		figure('B/S', 11, 5, ({load}) => formatBytes(load?.bytesPerSecond), steady),
		{
			title: ['MSG/S OF LEADERS AGAINST FAIR SHARE', 'LOAD AGAINST FAIR', 'LOAD'],
			width: 12,
			fills: 36,
			rank: 5,
			cell(row, width) {
				if (!hasJetStream[row.share.server.state]) {
					return absence(row, now, width);
				}

				const messages = row.load?.messagesPerSecond;
				return messages === undefined
					? toned('not known yet', 'warning')
					: barCells(messages, scaleOf(width), loadTone(row), glyphs);
			},
		},
		{title: 'BY LOAD', width: drainedWord.length, whole: Infinity, rank: 4, cell: serverWord},
		figure('x AVG', 2, 5, row => toned(formatRatio(row.load?.ratio), isHot(row) ? 'hot' : 'text')),
		...stopColumns(servers),
	];
}

/** How long a server counts as just back. */
const justBackMs = 10 * 60_000;

/** Cursor, name, and the marks: `▸n2 ★`, `▸n3 ↑2m`. */
export function nameColumn(
	{glyphs, shownAt: now}: Scene,
	cursorOf: (row: ServerRow) => string,
	range = '',
): ServerColumn {
	const marksOf = ({metaLeader, share, expected}: ServerRow): Line => {
		const {rejoinedAt = -Infinity, state} = share.server;
		const isBack = now - rejoinedAt < justBackMs;
		return [
			// A narrow table has no word for it.
			toned(answers[state] ? '' : ` ${glyphs.away}`, expected ? 'text' : 'warning'),
			toned(metaLeader ? ` ${glyphs.meta}` : '', 'strong'),
			toned(isBack ? ` ${glyphs.justBack}${formatDuration(now - rejoinedAt)}` : '', 'fresh'),
		];
	};
	return {
		title: [` SERVER ${range}`, range === '' ? ' SERVER' : ` ${range}`],
		width: 8,
		most: 28,
		rank: 1,
		cell: row => [
			toned(cursorOf(row), 'strong'),
			named(row.id, isHot(row) ? 'hot' : 'strong'),
			...marksOf(row),
		],
	};
}

/** What a server says of itself; nothing of one that does not answer now. */
function figuresOf({share}: ServerRow) {
	return presentFigures(share.server);
}

function statsColumns(rank: number, connectionsWidth: number): readonly ServerColumn[] {
	const [memory, connections] = rank > 10 ? [rank + 1, rank + 2] : [rank + 2, rank + 3];
	return [
		figure('CPU', rank, 4, row => percent(figuresOf(row).stats?.cpuPercent), steady),
		figure('MEM', memory, 4, row => formatBytes(figuresOf(row).stats?.memoryBytes), steady),
		figure(
			'CONN',
			connections,
			connectionsWidth,
			row => formatCount(figuresOf(row).stats?.connections),
			steady,
		),
	];
}

function percent(value: number | undefined): string {
	return value === undefined ? '-' : `${formatCount(value)}%`;
}

/** Gauges change all the time. */
const steady = {steadyMs: 3000};

/** Whether each server may be stopped, where that is known at all. */
function stopColumns(servers: readonly ServerRow[]): readonly ServerColumn[] {
	return servers.every(({stop}) => stop === undefined)
		? []
		: [
				{
					title: 'STOP?',
					width: 5,
					whole: 15,
					most: 36,
					rank: 7,
					cell: (row, width) =>
						toned(stopWords(row, width), row.stop?.type === 'ok' ? 'good' : 'warning'),
				},
			];
}

function stopWords({stop, share}: ServerRow, width: number): string {
	if (stop === undefined || !answers[share.server.state]) {
		return '-';
	}

	return stop.type === 'wait' ? waitWords(stop, width) : stop.type;
}

function waitWords({reasons}: Extract<StopAnswer, {reasons: unknown}>, width: number): string {
	const [first = 'see details', ...others] = reasons;
	const more = others.length > 0 ? ` +${others.length}` : '';
	// What it waits for is what matters; the details say on which server.
	const brief = first.replace(/ on .*/, '');
	const forms = [`wait: ${first}${more}`, `wait: ${brief}${more}`, `wait: ${brief}`];
	return forms.find(({length}) => length <= width) ?? `wait: ${brief.replace(/:.*/, '')}`;
}

/** Leaders are counted to the last one. */
function exactChange(change: number | undefined): string {
	return change === undefined ? '-' : `${change > 0 ? '+' : ''}${change}`;
}

/** One scale for every bar of the table. */
export function barScaleOf({
	distribution,
	load,
	rules: {threshold},
}: Pick<Scene, 'distribution' | 'load' | 'rules'>): (width: number) => BarScale {
	const weights = load
		? Array.from(load.shares.values(), ({messagesPerSecond = 0}) => messagesPerSecond)
		: distribution.shares.map(({leaders}) => leaders);
	const {average} = load ?? distribution;
	const most = Math.max(0, ...weights);
	return width => barScale({average, most, threshold}, width);
}
