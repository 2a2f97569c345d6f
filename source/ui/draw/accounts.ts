import type {Layout} from '../layout.ts';
import {accountOrderWords} from '../scene/account-order.ts';
import type {AccountRow} from '../scene/account-row.ts';
import type {Scene} from '../scene/scene.ts';
import type {ScreenState} from '../screen-state.ts';
import {fitLine, span, type Line} from '../text/line.ts';
import {drawHeading, drawRow, fitColumns} from '../text/table.ts';
import {accountColumns} from './account-columns.ts';
import {accessFact} from './access-words.ts';
import {drawFact} from './fact.ts';
import {drawRule} from './rule.ts';

/** The accounts of the cluster, and of the selected one what can be done in it; always `body` lines. */
export function drawAccounts(state: ScreenState, scene: Scene): readonly Line[] {
	const {accounts, layout, glyphs} = scene;
	const {columns: width} = layout;
	const {id, top} = state.account;
	const height = accountRowsInView(layout);
	const inView = accounts.slice(top, top + height);
	const table = {glyphs, selected: id, servers: scene.servers.map(server => server.id), inView};
	const columns = fitColumns(accountColumns(table), width);
	const rows = inView.map(row =>
		drawRow(columns, row, table, {
			width,
			over: row.accountId === id ? 'selected' : undefined,
			ellipsis: glyphs.ellipsis,
		}),
	);
	if (rows.length === 0) {
		rows.push(fitLine([span('  no account has streams here', 'muted')], width));
	}

	const selected = accounts.find(({accountId}) => accountId === id);
	const facts = selected ? accountFacts(selected, scene) : [];
	return [
		drawRule(title(state, scene, height), width, glyphs),
		drawHeading(columns, width, glyphs.ellipsis),
		...Array.from({length: height}, (_, index) => rows[index] ?? []),
		drawRule(selected ? [span(selected.account)] : [], width, glyphs),
		...Array.from({length: factRows(layout)}, (_, index) => facts[index] ?? []),
	].map(line => fitLine(line, width, glyphs.ellipsis));
}

/** Rows of accounts that there is room for: two titles, the captions and the facts stand around them. */
export function accountRowsInView(layout: Layout): number {
	return Math.max(1, layout.body - 3 - factRows(layout));
}

/** Lines about the selected account. */
function factRows({body}: Layout): number {
	return Math.max(2, Math.min(6, Math.floor(body / 4)));
}

function title({account, accountOrder}: ScreenState, scene: Scene, height: number): Line {
	const {accounts, cluster, glyphs} = scene;
	const count = accounts.length;
	const parts = [
		`accounts of ${cluster.name === '' ? 'the cluster' : cluster.name}: ${count}`,
		accountOrderWords[accountOrder.by] + (accountOrder.reversed ? ' (reversed)' : ''),
		...(count > height ? [`${account.top + 1}-${Math.min(count, account.top + height)}`] : []),
	];
	return [span(parts.join(` ${glyphs.dot} `))];
}

/** What can be done in an account and what is missing first; then what names it in other places. */
function accountFacts(row: AccountRow, scene: Scene): Line[] {
	const width = scene.layout.columns;
	const {account, accountId, leaderless} = row;
	const {text, tone} = accessFact(row.access, scene.acting);
	return [
		...drawFact('step-down', text, width, tone),
		...(leaderless > 0
			? drawFact('', `${leaderless} of its groups have no leader`, width, 'bad')
			: []),
		...(accountId === account ? [] : drawFact('id', accountId, width, 'muted')),
	];
}
