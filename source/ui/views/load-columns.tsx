import {formatBytes, formatCount, formatRate, formatRatio} from '../../domain/format.ts';
import {hasJetStream, type ServerTraffic} from '../../domain/server.ts';
import {barCells} from '../components/bar.tsx';
import {absence, drainedWord, loadTone} from '../rows/server-words.ts';
import {isHot, type ServerRow} from '../rows/server-rows.ts';
import {
	countedColumn,
	figure,
	nameColumn,
	plain,
	stopColumns,
	wordColumn,
	type ServerColumn,
	type ServerTable,
} from './server-columns.tsx';

/** The columns of the table of servers where load is shown: what the leaders handle, and what the server carries beside it. */
export function loadColumns(table: ServerTable): readonly ServerColumn[] {
	const {now, scaleOf, glyphs} = table;
	return [
		nameColumn(table),
		figure('cpu', 'CPU', 6, 4, ({stats}) => (stats ? `${formatCount(stats.cpuPercent)}%` : '-')),
		figure('memory', 'MEM', 8, 4, ({stats}) => formatBytes(stats?.memoryBytes)),
		figure('connections', 'CONN', 9, 4, ({stats}) => formatCount(stats?.connections)),
		figure('slow', 'SLOW', 10, 4, ({stats}) => formatCount(stats?.slowConsumers)),
		traffic('messages-in', 'IN/S', 12, 'messagesIn', formatRate),
		traffic('messages-out', 'OUT/S', 13, 'messagesOut', formatRate),
		traffic('bytes-in', 'B IN/S', 14, 'bytesIn', formatBytes),
		traffic('bytes-out', 'B OUT/S', 15, 'bytesOut', formatBytes),
		countedColumn('leaders', 'LEAD', 4, table, ({share}) => String(share.leaders)),
		plain('load', 'MSG/S', 3, 6, ({load}) => loadText(load)),
		plain('bytes', 'B/S', 11, 5, ({load}) => formatBytes(load?.bytesPerSecond)),
		{
			id: 'bar',
			titles: ['MSG/S OF LEADERS AGAINST FAIR SHARE', 'LOAD AGAINST FAIR', 'LOAD'],
			minWidth: 12,
			maxWidth: 36,
			rank: 5,
			cell(row, width) {
				if (!hasJetStream[row.share.server.state]) {
					return [absence(row, now, width)];
				}

				const messages = row.load?.messagesPerSecond;
				return messages === undefined
					? [{text: 'not known yet', tone: 'warning'}]
					: barCells(messages, scaleOf(width), loadTone(row), glyphs);
			},
		},
		wordColumn(table, 'BY LOAD', drainedWord.length),
		{
			id: 'ratio',
			titles: ['x AVG'],
			align: 'right',
			minWidth: 5,
			rank: 2,
			cell: row => [{text: formatRatio(row.load?.ratio), tone: isHot(row) ? 'hot' : 'text'}],
		},
		...stopColumns(table),
	];
}

/** `12.3k`, or `12.3k+` where the rates of some groups are not known yet. */
export function loadText(load: ServerRow['load']): string {
	const more = load && load.messagesPerSecond !== undefined && load.unknown > 0 ? '+' : '';
	return formatRate(load?.messagesPerSecond) + more;
}

function traffic(
	id: string,
	title: string,
	rank: number,
	counter: keyof ServerTraffic,
	format: (perSecond: number | undefined) => string,
): ServerColumn {
	return figure(id, title, rank, Math.max(5, title.length), figures =>
		format(figures.traffic?.[counter]),
	);
}
