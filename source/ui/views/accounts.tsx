import {Box} from 'ink';
import {formatRate, formatRatio} from '../../domain/format.ts';
import {counted} from '../../domain/words.ts';
import {Lines} from '../components/look.tsx';
import {Panel} from '../components/panel.tsx';
import {Table, figure, type Column} from '../components/table.tsx';
import {accountFactsHeight, accountRowsInView} from '../layout.ts';
import {orderWords} from '../orders.ts';
import {accessFact, accessWord, type AccountRow} from '../rows/account-rows.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {factLines, fitParts, form, toned, type Line} from '../text/line.ts';

/** The accounts of the cluster, and what can be done in the selected one. */
export function Accounts({state, scene}: {readonly state: ScreenState; readonly scene: Scene}) {
	const {accounts, layout} = scene;
	const {columns, size, body} = layout;
	const {id, top} = state.selected.accounts;
	const bordered = size === 'panels';
	const width = bordered ? columns - 2 : columns;
	const height = accountRowsInView(layout);
	const listHeight = height + (bordered ? 3 : 2);
	const selected = accounts.find(({accountId}) => accountId === id);
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Panel
				title={listTitle(state, scene)}
				width={columns}
				height={listHeight}
				bordered={bordered}
			>
				<Table
					columns={accountColumns(scene, id)}
					rows={accounts.slice(top, top + height)}
					width={width}
					height={height}
					isSelected={({accountId}) => accountId === id}
					empty={[toned('  no account has streams here', 'muted')]}
				/>
			</Panel>
			<Panel
				title={selected && [selected.account]}
				width={columns}
				height={body - listHeight}
				bordered={bordered}
			>
				<Lines
					lines={selected ? accountFacts(selected, scene, width) : []}
					width={width}
					height={accountFactsHeight(layout)}
				/>
			</Panel>
		</Box>
	);
}

function listTitle(
	{selected, orders}: ScreenState,
	{accounts, cluster, layout, glyphs}: Scene,
): Line {
	const count = accounts.length;
	const {top} = selected.accounts;
	const height = accountRowsInView(layout);
	const range = `${top + 1}-${Math.min(count, top + height)}`;
	const parts = [
		[form(1, 'accounts'), form(4, `accounts of ${cluster.name || 'the cluster'}`)],
		[form(2, toned(String(count), 'strong'))],
		[form(3, orderWords('accounts', orders.accounts))],
		count > height ? [form(5, toned(range, 'muted'))] : [],
	];
	return fitParts(parts, layout.columns - 4, toned(` ${glyphs.dot} `, 'rule'));
}

function accountColumns(
	{glyphs, servers}: Scene,
	selected: string | undefined,
): readonly Column<AccountRow>[] {
	return [
		{
			title: ' ACCOUNT',
			width: 10,
			most: 58,
			rank: 1,
			cell: ({account, accountId}) =>
				toned((accountId === selected ? glyphs.cursor : ' ') + account, 'strong'),
		},
		figure('STRM', 5, 4, ({streams}) => String(streams)),
		figure('CONS', 6, 5, ({consumers}) => String(consumers)),
		figure('R1', 7, 4, ({r1}) => String(r1)),
		figure('MSG/S', 4, 6, ({messagesPerSecond}) => formatRate(messagesPerSecond)),
		figure('x AVG', 3, 5, ({skew}) => formatRatio(skew)),
		{title: 'STEP-DOWN', width: 12, rank: 2, cell: ({access}) => accessWord(access)},
		{
			title: 'LEADERS BY SERVER',
			width: 17,
			most: Infinity,
			rank: 8,
			cell: row => leadersByServer(row, servers),
		},
	];
}

/** Of few servers how many each leads, `n1 41  n2 26  n3 0`; of many those that lead most. */
function leadersByServer(
	{leaders, total}: AccountRow,
	servers: readonly {readonly id: string}[],
): string {
	if (total === 0) {
		return '-';
	}

	const counts = servers.map(({id}) => ({id, count: leaders.get(id) ?? 0}));
	const shown =
		counts.length <= 5 ? counts : counts.toSorted((a, b) => b.count - a.count).slice(0, 3);
	return shown.map(({id, count}) => `${id} ${count}`).join('  ');
}

/** What can be done in an account and what is missing first; then what names it in other places. */
function accountFacts(
	{account, accountId, leaderless, access}: AccountRow,
	{acting}: Scene,
	width: number,
): readonly Line[] {
	const {text, tone} = accessFact(access, acting);
	const lost = `${counted(leaderless, 'group')} without a leader`;
	return [
		...factLines('step-down', text, width, tone),
		...(leaderless > 0 ? factLines('', lost, width, 'bad') : []),
		...(accountId === account ? [] : factLines('id', accountId, width, 'muted')),
	];
}
