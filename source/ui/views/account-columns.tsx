import {cleanText} from '../../domain/clean-text.ts';
import {formatRate, formatRatio} from '../../domain/format.ts';
import type {Column} from '../components/table.tsx';
import type {Glyphs} from '../glyphs.ts';
import {accessWord} from '../rows/access-words.ts';
import type {AccountRow} from '../rows/account-rows.ts';
import {cellWidth} from '../text/cell-width.ts';

/** What the columns of the accounts need to know besides their row. */
export type AccountTable = {
	readonly glyphs: Glyphs;
	/** The id of the account beside which the cursor stands. */
	readonly cursorAt: string | undefined;
	/** The cluster's servers in their order. */
	readonly servers: readonly string[];
	/** The accounts in view, by which the columns take their widths. */
	readonly inView: readonly AccountRow[];
};

type AccountColumn = Column<AccountRow>;

/** The columns of the table of accounts, from left to right. */
export function accountColumns(table: AccountTable): readonly AccountColumn[] {
	const {glyphs, cursorAt, servers, inView} = table;
	const widest = (least: number, text: (row: AccountRow) => string) =>
		inView.reduce((most, row) => Math.max(most, cellWidth(cleanText(text(row)))), least);
	const byServer = (row: AccountRow) => leadersByServer(row, servers);
	return [
		{
			id: 'account',
			titles: [' ACCOUNT'],
			minWidth: 10,
			maxWidth:
				1 +
				Math.min(
					57,
					widest(9, ({account}) => account),
				),
			rank: 1,
			cell: ({account, accountId}) => [
				{text: accountId === cursorAt ? glyphs.cursor : ' ', tone: 'strong'},
				{text: account, tone: 'strong'},
			],
		},
		figure('streams', 'STRM', 5, 4, ({streams}) => String(streams)),
		figure('consumers', 'CONS', 6, 5, ({consumers}) => String(consumers)),
		figure('r1', 'R1', 7, 4, ({r1}) => String(r1)),
		figure('rate', 'MSG/S', 4, 6, ({messagesPerSecond}) => formatRate(messagesPerSecond)),
		figure('skew', 'x AVG', 3, 5, ({skew}) => (skew === undefined ? '-' : formatRatio(skew))),
		{
			id: 'access',
			titles: ['STEP-DOWN'],
			minWidth: 12,
			rank: 2,
			cell: ({access}) => [accessWord(access)],
		},
		{
			id: 'leaders',
			titles: ['LEADERS BY SERVER'],
			minWidth: 17,
			maxWidth: widest(17, byServer),
			rank: 8,
			cell: byServer,
		},
	];
}

/** Of few servers how many each leads, `n1 41  n2 26  n3 0`; of many those that lead most. */
function leadersByServer({leaders, total}: AccountRow, servers: readonly string[]): string {
	if (total === 0) {
		return '-';
	}

	const counts = servers.map(server => ({server, count: leaders.get(server) ?? 0}));
	const shown =
		counts.length <= fewServers ? counts : counts.toSorted((a, b) => b.count - a.count).slice(0, 3);
	return shown.map(({server, count}) => `${server} ${count}`).join('  ');
}

const fewServers = 5;

function figure(
	id: string,
	title: string,
	rank: number,
	minWidth: number,
	text: (row: AccountRow) => string,
): AccountColumn {
	return {id, titles: [title], align: 'right', minWidth, rank, cell: text};
}
