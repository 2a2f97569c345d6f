import {formatRate} from '../../domain/format-count.ts';
import {formatRatio} from '../../domain/format-ratio.ts';
import type {Glyphs} from '../glyphs.ts';
import type {AccountRow} from '../scene/account-row.ts';
import {cellWidth} from '../text/cell-width.ts';
import {span} from '../text/line.ts';
import type {Column} from '../text/table.ts';
import {accessWord} from './access-words.ts';

/** What the columns of the accounts need to know besides their row. */
export type AccountsScene = {
	readonly glyphs: Glyphs;
	/** The selected account's id. */
	readonly selected: string | undefined;
	/** The cluster's servers in their order. */
	readonly servers: readonly string[];
	/** The accounts in view, by which the columns take their widths. */
	readonly inView: readonly AccountRow[];
};

type AccountColumn = Column<AccountRow, AccountsScene>;

/** The columns of the table of accounts, from left to right. */
export function accountColumns(scene: AccountsScene): readonly AccountColumn[] {
	const {inView, servers, glyphs} = scene;
	const widest = Math.max(8, ...inView.map(({account}) => 1 + cellWidth(account)));
	const longest = Math.max(16, ...inView.map(row => byServer(row, servers).length));
	return [
		{
			id: 'account',
			titles: [' ACCOUNT'],
			align: 'left',
			minWidth: 10,
			maxWidth: Math.min(58, widest),
			rank: 1,
			cell: ({account, accountId}, {selected}) => [
				span(accountId === selected ? glyphs.cursor : ' ', 'strong'),
				span(account, 'strong'),
			],
		},
		number('streams', 'STRM', 5, 4, ({streams}) => String(streams)),
		number('consumers', 'CONS', 6, 5, ({consumers}) => String(consumers)),
		number('pinned', 'R1', 7, 4, ({r1}) => String(r1)),
		number('rate', 'MSG/S', 4, 6, ({messagesPerSecond}) => formatRate(messagesPerSecond)),
		number('skew', 'x AVG', 3, 5, ({skew}) => (skew === undefined ? '-' : formatRatio(skew))),
		{
			id: 'access',
			titles: ['STEP-DOWN'],
			align: 'left',
			minWidth: 12,
			rank: 2,
			cell({access}) {
				const {text, tone} = accessWord(access);
				return [span(text, tone)];
			},
		},
		{
			id: 'leaders',
			titles: ['LEADERS BY SERVER'],
			align: 'left',
			minWidth: 17,
			maxWidth: longest,
			rank: 8,
			cell: row => [span(byServer(row, servers))],
		},
	];
}

/** Of few servers how many each leads, `n1 41  n2 26  n3 0`; of many those that lead most. */
function byServer({leaders, total}: AccountRow, servers: readonly string[]): string {
	if (total === 0) {
		return '-';
	}

	const counts = servers.map(server => ({server, count: leaders.get(server) ?? 0}));
	const told =
		counts.length <= fewServers ? counts : counts.toSorted((a, b) => b.count - a.count).slice(0, 3);
	return told.map(({server, count}) => `${server} ${count}`).join('  ');
}

const fewServers = 5;

function number(
	id: string,
	title: string,
	rank: number,
	minWidth: number,
	text: (row: AccountRow) => string,
): AccountColumn {
	return {id, titles: [title], align: 'right', minWidth, rank, cell: row => [span(text(row))]};
}
