import {describe, expect, it} from 'vitest';
import {healthOf} from '../../source/domain/fitness.ts';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import {byName, groupOrders, inOrder, type GroupOrder} from '../../source/state/group-order.ts';
import {aFollower, aGroup, type GroupTraits} from '../support/build.ts';
import {seededRandom} from '../support/random.ts';

const ledByN1 = (traits: GroupTraits) =>
	aGroup({leader: 'n1', followers: ['n2', 'n3'], messages: 0, ...traits});

const named = [
	ledByN1({account: 'PAY', stream: 'LEDGER', followers: ['n2', 'n3', 'n4', 'n5']}),
	ledByN1({account: 'APP', stream: 'LOGS', followers: [], messages: 50, messagesPerSecond: 50}),
	aGroup({stream: 'LOST', followers: ['n2', 'n3']}),
	ledByN1({stream: 'ORDERS', messages: 50, messagesPerSecond: 50}),
	ledByN1({
		stream: 'ORDERS',
		consumer: 'billing',
		messages: 900,
		messagesPerSecond: 900,
		followers: ['n2', aFollower('n3', {lag: 4000})],
	}),
	aGroup({stream: 'WEST', leader: 'w1', followers: ['w2']}),
];

const names = (order: GroupOrder, reversed = false) =>
	inOrder(named, order, reversed).map(({consumer, stream}) => consumer ?? stream);

describe('groups in an order', () => {
	it.each<[GroupOrder, readonly string[]]>([
		['rate', ['billing', 'LOGS', 'ORDERS', 'LEDGER', 'LOST', 'WEST']],
		['name', ['LEDGER', 'LOGS', 'LOST', 'ORDERS', 'billing', 'WEST']],
		['account', ['LOGS', 'LEDGER', 'LOST', 'ORDERS', 'billing', 'WEST']],
		['health', ['LOST', 'billing', 'LEDGER', 'ORDERS', 'WEST', 'LOGS']],
		['lag', ['billing', 'LEDGER', 'LOGS', 'LOST', 'ORDERS', 'WEST']],
		['replicas', ['LEDGER', 'LOST', 'ORDERS', 'billing', 'WEST', 'LOGS']],
		['messages', ['billing', 'LOGS', 'ORDERS', 'LEDGER', 'LOST', 'WEST']],
	])('stand by their %s', (order, expected) => {
		expect(names(order)).toEqual(expected);
	});

	it('stand the other way round, equal ones still by name', () => {
		const expected = ['LEDGER', 'LOST', 'WEST', 'LOGS', 'ORDERS', 'billing'];
		expect(names('rate', true)).toEqual(expected);
		expect(names('name', true)).toEqual(['WEST', 'ORDERS', 'billing', 'LOST', 'LOGS', 'LEDGER']);
	});

	it('keep their places as long as no rate is clearly higher, and new ones stand where they belong', () => {
		const rated = (rates: Readonly<Record<string, number>>) =>
			Object.entries(rates).map(([stream, messagesPerSecond]) =>
				ledByN1({stream, messages: 9, messagesPerSecond}),
			);
		const order = (groups: readonly RaftGroup[], before: readonly RaftGroup[], reversed = false) =>
			inOrder(groups.toSorted(byName), 'rate', reversed, before);
		const streams = (groups: readonly RaftGroup[]) => groups.map(({stream}) => stream).join(' ');
		const before = order(rated({A: 100, B: 95, C: 50, D: 0}), []);
		expect(streams(before)).toBe('A B C D');
		expect(streams(order(rated({A: 95, B: 100, C: 52, D: 0}), before))).toBe('A B C D');
		expect(streams(order(rated({A: 95, B: 120, C: 52, D: 0}), before))).toBe('B A C D');
		expect(streams(order(rated({A: 95, B: 100, C: 0, D: 500}), before))).toBe('D A B C');
		expect(streams(order(rated({A: 95, B: 100, C: 50, E: 98, F: 1}), before))).toBe('A B E C F');
		const least = order(rated({A: 100, B: 95, C: 50, D: 0}), [], true);
		expect(streams(least)).toBe('D C B A');
		expect(streams(order(rated({A: 95, B: 100, C: 50, D: 0}), least, true))).toBe('D C B A');
		expect(streams(order(rated({A: 10, B: 100, C: 50, D: 0}), least, true))).toBe('D A C B');
	});

	it('are none, or one', () => {
		for (const order of groupOrders) {
			expect(inOrder([], order, true)).toEqual([]);
			expect(inOrder(named.slice(0, 1), order, false)).toEqual(named.slice(0, 1));
		}
	});

	const seeds = Array.from({length: 10}, (_, seed) => seed);
	it.each(seeds)('stand where a plain sort puts them (seed %i)', seed => {
		const random = seededRandom(seed);
		const groups = Array.from({length: random.below(700)}, (_, index) =>
			aGroup({
				stream: `S${random.below(90)}`,
				consumer: random.chance(0.8) ? `c${index}` : undefined,
				account: random.pick(['SHOP', 'PAY', 'APP']),
				leader: random.pick(['n1', undefined]),
				messages: random.pick([undefined, 0, random.below(50), 10_000_000_000 + random.below(9)]),
				bytesPerMessage: random.pick([undefined, random.below(1000)]),
				messagesPerSecond: random.pick([undefined, 0, random.below(1000) / 7]),
				followers: random.pick([[], ['n2'], ['n2', aFollower('n3', {lag: random.below(9)})]]),
			}),
		).sort(byName);
		for (const order of groupOrders) {
			expect(inOrder(groups, order, false)).toEqual(groups.toSorted(plainly(order, 1)));
			expect(inOrder(groups, order, true)).toEqual(groups.toSorted(plainly(order, -1)));
		}
	});
});

const healths = [
	'leaderless',
	'no-healthy-follower',
	'offline-follower',
	'lagging',
	'ok',
	'pinned',
];

function plainly(order: GroupOrder, direction: 1 | -1) {
	const figure = (of: (group: RaftGroup) => number | undefined) => (a: RaftGroup, b: RaftGroup) =>
		(of(b) ?? -1) - (of(a) ?? -1);
	const compare: Record<GroupOrder, (a: RaftGroup, b: RaftGroup) => number> = {
		rate: figure(({messagesPerSecond}) => messagesPerSecond),
		bytes: figure(({messagesPerSecond: rate, bytesPerMessage: bytes}) =>
			rate === undefined || bytes === undefined ? undefined : rate * bytes,
		),
		name: (a, b) => (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0),
		account: (a, b) => (a.account < b.account ? -1 : a.account > b.account ? 1 : 0),
		health: (a, b) => healths.indexOf(healthOf(a)) - healths.indexOf(healthOf(b)),
		lag: figure(({followers}) => Math.max(0, ...followers.map(({lag}) => lag))),
		replicas: figure(({replicas}) => replicas),
		messages: figure(({messages}) => messages),
	};
	return (a: RaftGroup, b: RaftGroup) => direction * compare[order](a, b) || byName(a, b);
}
