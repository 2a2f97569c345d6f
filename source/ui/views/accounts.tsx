import type {ReactNode} from 'react';
import {Box} from 'ink';
import {factRows, toned} from '../components/facts.tsx';
import {fitParts, type Part} from '../components/fit-parts.tsx';
import {Panel} from '../components/panel.tsx';
import {Scrolled} from '../components/scrolled.tsx';
import {Span} from '../components/span.tsx';
import {Table} from '../components/table.tsx';
import {accountFactsHeight, accountRowsInView} from '../layout.ts';
import {accessFact} from '../rows/access-words.ts';
import {orderWords} from '../orders.ts';
import type {AccountRow} from '../rows/account-rows.ts';
import type {Scene} from '../rows/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import type {Toned} from '../theme.ts';
import {accountColumns} from './account-columns.tsx';

/** The accounts of the cluster, and what can be done in the selected one. */
export function Accounts({state, scene}: {readonly state: ScreenState; readonly scene: Scene}) {
	const {accounts, layout, glyphs, servers} = scene;
	const {columns, size} = layout;
	const {id, top} = state.selected.accounts;
	const bordered = size === 'panels';
	const edges = bordered ? 2 : 1;
	const width = bordered ? columns - 2 : columns;
	const height = accountRowsInView(layout);
	const facts = accountFactsHeight(layout);
	const inView = accounts.slice(top, top + height);
	const selected = accounts.find(({accountId}) => accountId === id);
	return (
		<Box flexDirection="column" flexShrink={0}>
			<Panel
				title={listTitle(state, scene)}
				width={columns}
				height={height + 1 + edges}
				bordered={bordered}
			>
				<Table
					columns={accountColumns({
						glyphs,
						cursorAt: id,
						servers: servers.map(server => server.id),
						inView,
					})}
					rows={inView}
					keyOf={({accountId}) => accountId}
					width={width}
					height={height}
					selected={id}
					empty={<Span tone="muted">{'  no account has streams here'}</Span>}
				/>
			</Panel>
			<Panel
				title={selected && [toned(selected.account)]}
				width={columns}
				height={facts + edges}
				bordered={bordered}
			>
				<Scrolled
					rows={selected ? accountFacts(selected, scene, width) : []}
					top={0}
					height={facts}
				/>
			</Panel>
		</Box>
	);
}

function listTitle(
	{selected, orders}: ScreenState,
	{accounts, cluster, layout, glyphs}: Scene,
): readonly Toned[] {
	const count = accounts.length;
	const height = accountRowsInView(layout);
	const range = `${selected.accounts.top + 1}-${Math.min(count, selected.accounts.top + height)}`;
	const parts: readonly Part[] = [
		[
			{rank: 1, text: [toned('accounts')]},
			{rank: 4, text: [toned(`accounts of ${cluster.name === '' ? 'the cluster' : cluster.name}`)]},
		],
		[{rank: 2, text: [toned(String(count), 'strong')]}],
		[{rank: 3, text: [toned(orderWords('accounts', orders.accounts))]}],
		[{rank: 5, text: [toned(count > height ? range : '', 'muted')]}],
	];
	return fitParts(parts, layout.columns - 4, 3, toned(` ${glyphs.dot} `, 'rule'));
}

/** What can be done in an account and what is missing first; then what names it in other places. */
function accountFacts(
	{account, accountId, leaderless, access}: AccountRow,
	{acting}: Scene,
	width: number,
): readonly ReactNode[] {
	const {text, tone} = accessFact(access, acting);
	const groups = `${leaderless} ${leaderless === 1 ? 'group' : 'groups'} without a leader`;
	return [
		...factRows('step-down', text, width, tone),
		...(leaderless > 0 ? factRows('', groups, width, 'bad') : []),
		...(accountId === account ? [] : factRows('id', accountId, width, 'muted')),
	];
}
