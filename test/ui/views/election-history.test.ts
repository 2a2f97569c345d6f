import {describe, expect, it} from 'vitest';
import type {ClusterEvent} from '../../../source/domain/cluster-event.ts';
import {aGroup, start} from '../../support/build.ts';
import {elected} from '../../support/events.ts';
import {applyAll, storeOf} from '../../support/store-of.ts';
import {stageScreen} from '../stage-screen.ts';

const servers = ['n1', 'n2', 'n3'];
const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
const ledger = aGroup({stream: 'LEDGER', leader: 'n2', followers: ['n1', 'n3']});

const events: readonly ClusterEvent[] = [
	{
		type: 'step-down-requested',
		at: start - 90_000,
		group: orders,
		by: 'others',
		who: 'NATS CLI on 10.0.0.7',
	},
	elected(orders, 'n2', {at: start - 89_950}),
	elected(orders, 'n3', {at: start - 60_000}),
	elected(orders, 'n1', {at: start - 30_000}),
	{type: 'quorum-lost', at: start - 12_000, group: ledger},
	elected(ledger, 'n2', {at: start - 4000}),
];

const screenAt = (columns: number, rows: number) => {
	const {view} = applyAll(storeOf(servers, [orders, ledger], start - 100_000), events);
	const screen = stageScreen(view);
	screen.lines(columns, rows);
	return screen;
};

it('tells who is at work', () => {
	const {view} = storeOf(servers, [orders, ledger]);
	const screen = stageScreen(view, {mover: () => 'moves by ann@bastion'});
	screen.press('e');
	expect(screen.text()).toMatch(/at work +moves by ann@bastion/);
});

describe.each([
	[80, 24],
	[140, 40],
])('the view of elections at %ix%i', (columns, rows) => {
	it('tells causes, what flaps, lost quorums and how long nobody led', () => {
		const screen = screenAt(columns, rows);
		screen.press('e');
		const text = screen.text(columns, rows).replaceAll(/\s+/g, ' ');
		expect(text).toContain('elections · 1 planned · 3 unplanned');
		expect(text).toMatch(/planned 1 .* max 1\/min/);
		expect(text).toMatch(/unplanned 3 .* max 3\/min/);
		expect(text).toContain('1 stepped down by others; 1 quorum was lost before; 2 unexplained');
		expect(text).toContain('SHOP ORDERS 3 times within 10m');
		expect(text).toMatch(/lost 1 time: \S+ SHOP LEDGER/);
		expect(text).toContain('4.0 s on average, 8.0 s at most (2 elections measured)');
		expect(text).toMatch(/SHOP LEDGER n2 → n2 quorum was lost 8\.0 s/);
	});

	it('scrolls to the oldest election and no further, with their columns below each other', () => {
		const screen = screenAt(columns, 16);
		screen.press('e', 'G');
		const end = screen.text(columns, 16);
		expect(end).toMatch(/\d\d:\d\d:\d\d SHOP +ORDERS n1 → n2 +by NATS CLI on 10\.0\.0\.7 +50 ms/);
		expect(end).not.toContain('more lines below');
		screen.press('j');
		expect(screen.text(columns, 16)).toBe(end);
		screen.press('k');
		expect(screen.text(columns, 16)).toContain('(1 more below)');
	});

	it('goes with e or Esc, and is there while step-downs run', () => {
		const screen = screenAt(columns, rows);
		const before = screen.text(columns, rows);
		for (const key of ['e', 'escape']) {
			screen.press('e');
			expect(screen.text(columns, rows)).not.toBe(before);
			screen.press(key);
			expect(screen.text(columns, rows)).toBe(before);
		}
	});
});
