import {describe, expect, it} from 'vitest';
import type {MoveOutcome} from '../../../source/domain/move.ts';
import type {Election} from '../../../source/state/cluster-view.ts';
import {drawHappening} from '../../../source/ui/draw/happening.ts';
import {unicodeGlyphs} from '../../../source/ui/glyphs.ts';
import {timeline} from '../../../source/ui/scene/timeline.ts';
import {textOf} from '../../../source/ui/text/line.ts';
import {aGroup, start} from '../../support/build.ts';

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

const told = (...args: Parameters<typeof timeline>) =>
	timeline(...args).map(happening =>
		textOf(drawHappening(happening, unicodeGlyphs)).slice('14:00:00 '.length),
	);

describe('what happened', () => {
	it('tells our elections from those of others, newest first', () => {
		expect(
			told(
				[election(start), election(start + 100, audit, 'n2')],
				[{at: start + 5, outcome: outcome()}],
				10,
			),
		).toEqual(['SHOP ORDERS › audit  n1 → n2', 'SHOP ORDERS  n1 → n3  yours, as wanted, 28 ms']);
	});

	it('tells the newest first of those that came in the same millisecond, too', () => {
		expect(told([election(start), election(start, audit, 'n2')], [], 10)).toEqual([
			'SHOP ORDERS › audit  n1 → n2',
			'SHOP ORDERS  n1 → n3',
		]);
	});

	it('claims no later election of the same group', () => {
		const lines = told(
			[election(start), election(start + 3000)],
			[{at: start + 5, outcome: outcome()}],
			10,
		);
		expect(lines.filter(line => line.includes('yours'))).toHaveLength(1);
	});

	it.each<[string, MoveOutcome]>([
		[
			'SHOP ORDERS  n1 → n2  yours, wanted n3, got n2, 1.2 s',
			outcome({result: 'elsewhere', elected: 'n2', electionMs: 1200}),
		],
		[
			'SHOP ORDERS  n1 stays  yours, no election within 5 s',
			outcome({
				result: 'no-election',
				elected: undefined,
				electionMs: undefined,
				reason: 'no election within 5 s',
			}),
		],
		[
			'SHOP ORDERS  n1 stays  yours, refused: stream not found',
			outcome({
				result: 'refused',
				elected: undefined,
				electionMs: undefined,
				reason: 'stream not found',
			}),
		],
		[
			'SHOP ORDERS  n1 stays  yours, no answer within 5 s',
			outcome({result: 'no-answer', elected: undefined, reason: 'no answer within 5 s'}),
		],
		[
			'SHOP ORDERS  n1 stays  yours, not sent: n2 leads it by now',
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
});
