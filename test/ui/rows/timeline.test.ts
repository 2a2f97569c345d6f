import {describe, expect, it} from 'vitest';
import type {MoveOutcome} from '../../../source/domain/move.ts';
import type {Election} from '../../../source/state/cluster-view.ts';
import {tableLines} from '../../../source/ui/components/table.tsx';
import {unicodeGlyphs} from '../../../source/ui/glyphs.ts';
import {timeline} from '../../../source/ui/rows/timeline.ts';
import {electionColumns} from '../../../source/ui/rows/elections.ts';
import {aGroup, start} from '../../support/build.ts';
import {linesText} from '../stage-screen.ts';

const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
const audit = aGroup({stream: 'ORDERS', consumer: 'audit', leader: 'n1', followers: ['n2', 'n3']});

const election = (
	at: number,
	group = orders,
	to = 'n3',
	cause: Partial<Pick<Election, 'cause' | 'who' | 'gapMs'>> = {},
): Election => ({
	at,
	group,
	from: 'n1',
	to,
	cause: 'untold',
	who: undefined,
	gapMs: undefined,
	...cause,
});

function outcome(overrides: Partial<MoveOutcome> & {to?: string | undefined} = {}): MoveOutcome {
	const {to = 'n3', ...rest} = overrides;
	const group = rest.group ?? orders;
	return {
		move: {group: group.key, from: 'n1', to},
		group,
		result: 'as-wanted',
		elected: 'n3',
		electionMs: 28,
		reason: undefined,
		...rest,
	};
}

const shown = (width: number, ...args: Parameters<typeof timeline>) => {
	const entries = timeline(...args);
	const columns = electionColumns(entries, unicodeGlyphs);
	const [, ...lines] = tableLines(columns, entries, width, '…');
	return lines.length === 0 ? [] : linesText(lines, width);
};
const told = (...args: Parameters<typeof timeline>) =>
	shown(120, ...args).map(line => line.slice('14:00:00 '.length).replaceAll(/ +/g, ' '));

describe('what happened', () => {
	it('tells our elections from those of others, newest first', () => {
		expect(
			told(
				[election(start), election(start + 100, audit, 'n2')],
				[{at: start + 5, outcome: outcome()}],
				10,
			),
		).toEqual(['SHOP ORDERS › audit n1 → n2 unexplained', 'SHOP ORDERS n1 → n3 by you 28 ms']);
	});

	it('tells the newest first of those that came in the same millisecond, too', () => {
		expect(told([election(start), election(start, audit, 'n2')], [], 10)).toEqual([
			'SHOP ORDERS › audit n1 → n2 unexplained',
			'SHOP ORDERS n1 → n3 unexplained',
		]);
	});

	it('claims no later election of the same group', () => {
		const lines = told(
			[election(start), election(start + 3000)],
			[{at: start + 5, outcome: outcome()}],
			10,
		);
		expect(lines.filter(line => line.includes('by you'))).toHaveLength(1);
	});

	it.each<[string, MoveOutcome]>([
		[
			'SHOP ORDERS n1 → n2 by you, wanted n3 1.2 s',
			outcome({result: 'elsewhere', elected: 'n2', electionMs: 1200}),
		],
		[
			'SHOP ORDERS n1 stays no election within 5 s',
			outcome({
				result: 'no-election',
				elected: undefined,
				electionMs: undefined,
				reason: 'no election within 5 s',
			}),
		],
		[
			'SHOP ORDERS n1 stays refused: stream not found',
			outcome({
				result: 'refused',
				elected: undefined,
				electionMs: undefined,
				reason: 'stream not found',
			}),
		],
		[
			'SHOP ORDERS n1 stays no answer within 5 s',
			outcome({result: 'no-answer', elected: undefined, reason: 'no answer within 5 s'}),
		],
		[
			'SHOP ORDERS n1 stays not sent: n2 leads it by now',
			outcome({result: 'void', elected: undefined, reason: 'n2 leads it by now'}),
		],
	])('tells: %s', (line, ended) => {
		expect(told([], [{at: start, outcome: ended}], 10)).toEqual([line]);
	});

	it('keeps to its limit, and to what was never sent because it was stopped it is silent', () => {
		const cancelled = outcome({result: 'cancelled', elected: undefined});
		const elections = Array.from({length: 30}, (_, index) => election(start + index, audit));
		expect(told(elections, [{at: start, outcome: cancelled}], 5)).toHaveLength(5);
		expect(told([], [{at: start, outcome: cancelled}], 5)).toEqual([]);
	});

	it.each<[Partial<Election>, string]>([
		[{cause: 'others', who: 'NATS CLI on 10.0.0.7', gapMs: 28}, 'by NATS CLI on 10.0.0.7 28 ms'],
		[{cause: 'others'}, 'by others'],
		[{cause: 'lame-duck'}, 'n1 lame duck'],
		[{cause: 'stopped', gapMs: 310}, 'n1 stopped 310 ms'],
		[{cause: 'restarted'}, 'n1 restarted'],
		[{cause: 'offline'}, 'n1 offline'],
		[{cause: 'silent', gapMs: 4100}, 'n1 not responding 4.1 s'],
		[{cause: 'quorum'}, 'quorum was lost'],
	])('says why: %j', (cause, words) => {
		expect(told([election(start, orders, 'n3', cause)], [], 10)).toEqual([
			`SHOP ORDERS n1 → n3 ${words}`,
		]);
	});

	it('leaves out who asked where there is no room for it', () => {
		const asked = election(start, orders, 'n3', {cause: 'others', who: 'leadertop on 10.0.0.7'});
		expect(shown(48, [asked], [], 10)).toEqual([expect.stringMatching(/ by others *$/)]);
	});

	it('has a new group come from no server', () => {
		const first = {...election(start, orders, 'n3', {cause: 'new'}), from: undefined};
		expect(told([first], [], 10)).toEqual(['SHOP ORDERS → n3 new group']);
	});

	it('stands in columns, the time, the servers and the group to the last', () => {
		const elections = [
			election(start, audit, 'n3', {cause: 'restarted', gapMs: 310}),
			election(start + 100, orders, 'n2', {cause: 'stopped', gapMs: 4100}),
		];
		const [wide = '', below = ''] = shown(80, elections, [], 10);
		for (const column of ['n1 →', 'n1 ']) {
			expect(wide.indexOf(column)).toBe(below.indexOf(column));
		}

		expect([wide, below].map(line => line.length)).toEqual([below.length, below.length]);
		expect(shown(40, elections, [], 10)[1]?.slice(9)).toMatch(/^ORDERS.* n1 → n3 n1 restarted$/);
		expect(shown(28, elections, [], 10)[1]?.slice(9)).toMatch(/^ORDERS ›.*… n1 → n3$/);
	});

	it('names the server in the cause only where there is room: the path names it, too', () => {
		const long = election(start, orders, 'n3', {cause: 'silent'});
		const renamed = {...long, from: 'prod-nats-0', to: 'prod-nats-1'};
		expect(shown(90, [renamed], [], 10)[0]).toContain('prod-nats-0 not responding');
		expect(shown(64, [renamed], [], 10)[0]).toMatch(/ → prod-nats-1 not responding$/);
	});

	it('keeps both ends of long server names', () => {
		const long = {...election(start), from: 'prod-nats-eu-west-0', to: 'prod-nats-eu-west-1'};
		expect(told([long], [], 10)[0]).toContain('prod-nats-eu-west-0 → prod-nats-eu-west-1');
		expect(shown(50, [long], [], 10)[0]).toMatch(/ prod\S*…\S*0 → prod\S*…\S*1( |$)/);
	});
});
