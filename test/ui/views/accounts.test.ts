import {describe, expect, it} from 'vitest';
import type {AccountAccess} from '../../../source/domain/account-access.ts';
import {aGroup} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {shopView} from '../shop.ts';
import {stageScreen} from '../stage-screen.ts';

const servers = ['n1', 'n2', 'n3'];

/** Each account has one replicated stream, led by n1, and the first as many more as there are accounts. */
function manyAccounts(count: number) {
	const names = Array.from({length: count}, (_, index) => `TENANT-${index + 1}`);
	return aView(
		servers,
		names.flatMap((account, index) =>
			Array.from({length: index === 0 ? count : 1}, (_, stream) =>
				aGroup({account, stream: `S${stream}`, leader: 'n1', followers: ['n2', 'n3']}),
			),
		),
	);
}

const access: Readonly<Record<string, AccountAccess>> = {
	SHOP: {state: 'ready', detail: undefined},
	PAY: {state: 'refused', detail: '--act-as PAY=…: authorization violation'},
	PLAIN: {state: 'no-jetstream', detail: 'JetStream is not enabled in the account PLAIN'},
};

const told = {
	accountAccess: (account: string) =>
		access[account] ?? {state: 'no-credentials', detail: `no credentials for ${account}`},
	actingAccounts: () => Object.keys(access),
} as const;

describe('the accounts', () => {
	it.each([
		[80, 24],
		[140, 40],
	])('are counted, and say whether they can be acted in, at %dx%d', (columns, rows) => {
		const screen = stageScreen(shopView(), told);
		screen.lines(columns, rows);
		screen.press('v');
		const text = screen.lines(columns, rows);
		const unframed = text.map(line => line.replace(/^│/, ''));
		const row = (account: string) => unframed.find(line => line.slice(1).startsWith(account)) ?? '';
		expect(text.some(line => line.includes('accounts of east · 3'))).toBe(true);
		expect(row('SHOP')).toMatch(/^▸SHOP +\d+ +\d+ +\d+ +\S+ +\d\.\d\d ready .*n1 \d+ +n2 \d+/);
		expect(row('PAY')).toMatch(/ refused /);
		// It has nothing, but somebody gave credentials for it.
		expect(row('PLAIN')).toMatch(/^ PLAIN +0 +0 +0 +- +- no JetStream/);
		const streams = ['SHOP', 'PAY'].map(name =>
			Number(row(name).split(/ +/)[name === 'SHOP' ? 1 : 2]),
		);
		expect(streams.reduce((sum, count) => sum + count, 0)).toBe(67);

		screen.press('down');
		expect(screen.text(columns, rows).replaceAll(/\s+/g, ' ')).toContain(
			'refused; Ctrl-R retries: --act-as PAY=…: authorization violation',
		);
		screen.press('ctrl-r');
		expect(screen.intents).toContainEqual({type: 'refresh'});
	});

	it('are hundreds in the order that is wanted, and the selection stays in view', () => {
		const screen = stageScreen(manyAccounts(300), told);
		screen.press('v');
		const first = () => screen.lines().find(line => line.startsWith('▸')) ?? '';
		expect(screen.text()).toMatch(/accounts of \S+ · 303 · most leaders first · 1-\d+/);
		expect(first()).toMatch(/^▸TENANT-1 +300 /);

		screen.press('end');
		screen.press('s', 's', 's', 's');
		expect(screen.text()).toContain('by name');
		screen.press('r', 'g');
		expect(first()).toMatch(/^▸TENANT-300 /);
		expect(screen.text()).toContain('no credentials for TENANT-300');
		screen.press('end', 'up');
		expect(first()).toMatch(/^▸PLAIN/);
		for (const line of screen.lines()) {
			expect(line.length).toBeLessThanOrEqual(80);
		}
	});

	it('lead to the groups of one and no other with Enter', () => {
		const screen = stageScreen(manyAccounts(20), told);
		screen.press('v', 's', 's', 's', 's');
		while (!screen.lines().some(line => line.startsWith('▸TENANT-2 '))) {
			screen.press('down');
		}

		screen.press('enter');
		expect(screen.text()).toContain('filter: account:=TENANT-2 (1 found)');
		screen.press('escape');
		expect(screen.text()).not.toContain('filter:');
	});

	it.each(['v', 'q', 'escape'])('are closed by %s', key => {
		const screen = stageScreen(shopView(), told);
		const before = screen.text();
		screen.press('v', key);
		expect(screen.text()).toBe(before);
		expect(screen.intents).toEqual([]);
	});

	it('are shown by name and id where these differ', () => {
		const accountId = `A${'B7'.repeat(27)}`;
		const group = aGroup({
			account: 'Web Shop',
			accountId,
			stream: 'X',
			leader: 'n1',
			followers: ['n2'],
		});
		const screen = stageScreen(aView(servers, [group]), {
			...told,
			actingAccounts: () => [accountId],
		});
		screen.press('v');
		expect(screen.text()).toMatch(/▸Web Shop +1 /);
		expect(screen.text()).toContain(accountId);
		screen.press('enter');
		expect(screen.text()).toContain('filter: account:="Web Shop" (1 found)');
	});

	it('say nothing of rights that are not told, and that nothing may be changed', () => {
		const screen = stageScreen(shopView(), {acting: {type: 'locked', missing: 'read-only'}});
		screen.press('v');
		expect(screen.text()).toMatch(/SHOP .* - +n1/);
		expect(screen.text()).toContain('locked: read-only');
	});
});
