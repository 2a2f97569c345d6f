import {describe, expect, it} from 'vitest';
import {planBalance} from '../../../source/domain/plan/plan-balance.ts';
import type {OfferAnswer, PlanRequest} from '../../../source/domain/plan/offer.ts';
import {aServer, groupsLedBy, pictureOf} from '../../support/build.ts';
import {aView} from '../a-view.ts';
import {stageScreen} from '../stage-screen.ts';

const traffic = {messagesIn: 1200, messagesOut: 3400, bytesIn: 51_200, bytesOut: 102_400};
const servers = [aServer('n1'), aServer('n2', {traffic}), aServer('n3')];
const groups = [
	...groupsLedBy({n1: 50, n2: 0, n3: 0}, {messagesPerSecond: 0.1, bytesPerMessage: 100}),
	...groupsLedBy({n1: 0, n2: 35, n3: 0}, {messagesPerSecond: 100, account: 'PAY'}),
	...groupsLedBy({n1: 0, n2: 0, n3: 5}, {messagesPerSecond: undefined, account: 'WEB'}),
];
const picture = pictureOf(servers, groups);

function offer(request: PlanRequest): OfferAnswer {
	const measure = request.measure === 'load' ? 'messages' : 'count';
	return {
		type: 'ready',
		offer: {
			plan: planBalance(picture, {cluster: 'east', measure}),
			drain: undefined,
			refusals: [],
			locked: [],
			unmeasured: request.measure === 'load' ? 5 : 0,
			expectedMs: 100,
		},
	};
}

const screenOf = () => stageScreen(aView(servers, groups), {offer});

const rowOf = (
	rows: readonly string[],
	name: string,
	lines = rows.map(row => row.replace(/^│/, '')),
) => lines.find(line => line.slice(1).startsWith(name)) ?? '';

describe.each([
	[80, 24],
	[140, 40],
])('by load at %ix%i', (columns, rows) => {
	it('shows that 50 idle leaders are lighter than 35 busy ones, and says what it shows', () => {
		const screen = screenOf();
		expect(rowOf(screen.lines(columns, rows), 'n1')).toContain('HOT');
		screen.press('l');
		const lines = screen.lines(columns, rows);
		expect(lines[0]).toContain('BY LOAD skew 3.00x');
		expect(lines.slice(1, 3).join(' ')).toMatch(
			/CPU .*LEAD .*MSG\/S .*LOAD|MSG\/S OF LEADERS.* BY LOAD/,
		);
		expect(rowOf(lines, 'n1')).toMatch(/ 50 +5\.0 /);
		expect(rowOf(lines, 'n1')).not.toContain('HOT');
		expect(rowOf(lines, 'n2')).toMatch(/ 35 +3\.5k .*HOT/);
		expect(rowOf(lines, 'n3')).toMatch(/ 5 +- .*not known yet.* -/);
		screen.press('l');
		expect(rowOf(screen.lines(columns, rows), 'n1')).toContain('HOT');
	});

	it('goes to the heaviest, orders by weight, and plans by load with the gap to what cannot be beaten', () => {
		const screen = screenOf();
		screen.press('l', 'h', 's');
		const lines = screen.lines(columns, rows);
		expect(rowOf(lines, 'n2')).toMatch(/^▸/);
		expect(screen.text(columns, rows)).toContain('most load first');
		screen.press('B');
		const text = screen.text(columns, rows).replaceAll(/\s+/g, ' ');
		expect(text).toContain('Balance east by load with');
		expect(text).toContain('l by load');
		expect(text).toMatch(
			/busiest server 3\.00x → 1\.0\dx of the average messages\/s; no plan gets below 1\.00x/,
		);
		expect(text).toContain('5 groups without a known rate, counted as 0 messages/s');
		expect(text).toMatch(/n2 3\.5k 1\.2k/);
		screen.press('l');
		expect(screen.text(columns, rows)).toContain('l by count');
	});
});

it('tells in the details what goes in and out a second', () => {
	const screen = screenOf();
	screen.press('l', 'h', 'enter');
	const text = screen.text(80, 40).replaceAll(/\s+/g, ' ');
	expect(text).toContain('load 3.5k messages/s of its leaders');
	expect(text).toContain('in 1.2k/s, 50K/s; out 3.4k/s, 100K/s');
	expect(text).toContain('HOT by load');
});

it('shows old figures of a server that does not answer as no figures', () => {
	const silent = aServer('n2', {traffic, state: 'silent', messagesPerSecond: 4600});
	const screen = stageScreen(aView([aServer('n1'), silent, aServer('n3')], groups), {offer});
	screen.press('l');
	expect(rowOf(screen.lines(140, 40), 'n2')).toMatch(/^.n2 ✗ +- +- +- +- +- +- +- +- /);
});
