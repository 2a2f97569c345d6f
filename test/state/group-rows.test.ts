import {describe, expect, it} from 'vitest';
import {byName} from '../../source/state/by-name.ts';
import {groupOrders, type GroupOrder} from '../../source/state/group-order.ts';
import {positionOf, selectGroupRows, type GroupWindow} from '../../source/state/group-rows.ts';
import {selectGroups, type GroupQuery} from '../../source/state/group-selection.ts';
import {aFollower, aGroup, aServer, start, type GroupTraits} from '../support/build.ts';
import {elected, groupsReported} from '../support/events.ts';
import {applyAll, storeOf} from '../support/store-of.ts';

const everything: GroupQuery = {of: {type: 'all'}, filter: ''};
const hottest: GroupWindow = {order: 'rate', isReversed: false, offset: 0, limit: 10};

const ledByN1 = (traits: GroupTraits) =>
	aGroup({leader: 'n1', followers: ['n2', 'n3'], messages: 0, ...traits});

const orders = ledByN1({stream: 'ORDERS'});
const billing = ledByN1({
	stream: 'ORDERS',
	consumer: 'billing',
	followers: ['n2', aFollower('n3', {lag: 4000})],
});
const ledger = ledByN1({account: 'PAY', stream: 'LEDGER', followers: ['n2', 'n3', 'n4', 'n5']});
const logs = ledByN1({account: 'APP', stream: 'LOGS', followers: []});
const lost = aGroup({stream: 'LOST', followers: ['n2', 'n3']});
const west = aGroup({stream: 'WEST', cluster: 'west', leader: 'w1', followers: ['w2']});

/** After two looks a second apart: billing flows most, then orders and logs alike; of lost nobody tells. */
const known = () =>
	applyAll(
		storeOf(
			['n1', 'n2', 'n3', aServer('w1', {cluster: 'west'})],
			[orders, billing, ledger, logs, lost, west],
		),
		[
			groupsReported(
				'n1',
				[
					{...orders, messages: 50},
					{...billing, messages: 900},
					{...ledger, messages: 7},
					{...logs, messages: 50},
				],
				{at: start + 1000},
			),
		],
	);

const names = ({view}: ReturnType<typeof known>, query = everything, window = hottest) =>
	selectGroupRows(selectGroups(view, query), window).rows.map(
		({group}) => group.consumer ?? group.stream,
	);

describe('the rows of a list of groups', () => {
	it.each<[GroupOrder, readonly string[]]>([
		['rate', ['billing', 'LOGS', 'ORDERS', 'LEDGER', 'LOST', 'WEST']],
		['name', ['LEDGER', 'LOGS', 'LOST', 'ORDERS', 'billing', 'WEST']],
		['account', ['LOGS', 'LEDGER', 'LOST', 'ORDERS', 'billing', 'WEST']],
		['health', ['LOST', 'billing', 'LEDGER', 'ORDERS', 'WEST', 'LOGS']],
		['lag', ['billing', 'LEDGER', 'LOGS', 'LOST', 'ORDERS', 'WEST']],
		['replicas', ['LEDGER', 'LOST', 'ORDERS', 'billing', 'WEST', 'LOGS']],
		['messages', ['billing', 'LOGS', 'ORDERS', 'LEDGER', 'LOST', 'WEST']],
	])('come in the order of their %s', (order, expected) => {
		expect(names(known(), everything, {...hottest, order})).toEqual(expected);
	});

	it('come the other way round, equal ones still in the same order', () => {
		expect(names(known(), everything, {...hottest, isReversed: true})).toEqual([
			'LOST',
			'WEST',
			'LEDGER',
			'LOGS',
			'ORDERS',
			'billing',
		]);
	});

	it('are those of one server, of nobody, or of one cluster', () => {
		const store = known();
		const of = (query: Partial<GroupQuery>) => names(store, {...everything, ...query});

		expect(of({of: {type: 'led-by', server: 'w1'}})).toEqual(['WEST']);
		expect(of({of: {type: 'leaderless'}})).toEqual(['LOST']);
		expect(of({cluster: 'west'})).toEqual(['WEST']);
		expect(of({cluster: 'west', of: {type: 'led-by', server: 'n1'}})).toEqual([]);
	});

	it('tell health and lag, and how many groups there are besides', () => {
		const {view} = known();
		const query: GroupQuery = {of: {type: 'led-by', server: 'n1'}, filter: 'shop'};

		expect(selectGroupRows(selectGroups(view, query), hottest)).toMatchObject({
			rows: [
				{group: {consumer: 'billing'}, health: 'lagging', lag: 4000},
				{group: {stream: 'ORDERS'}, health: 'ok', lag: 0},
			],
			matching: 2,
			total: 4,
			pinned: 1,
		});
	});

	it('are the same object while nothing changed, and follow a change', () => {
		const store = known();
		const rowsNow = () => selectGroupRows(selectGroups(store.view, {...everything}), {...hottest});
		const before = rowsNow();
		expect(rowsNow()).toBe(before);

		store.apply(elected(orders, 'n2', {at: start + 2000}));
		const after = rowsNow();
		expect(after.rows.find(({group}) => group.key === orders.key)?.group.leader).toBe('n2');
	});

	it('follow a change of filter, window and scope', () => {
		const store = known();

		expect(names(store)).toHaveLength(6);
		expect(names(store, {...everything, filter: 'orders'})).toHaveLength(2);
		expect(names(store, everything, {...hottest, offset: 1, limit: 2})).toEqual(['LOGS', 'ORDERS']);
		expect(names(store, everything, {...hottest, offset: 5})).toEqual(['WEST']);
		expect(names(store, everything, {...hottest, offset: 6})).toEqual([]);
	});
});

describe('the window on a long list', () => {
	const groups = Array.from({length: 3000}, (_, index) =>
		aGroup({
			stream: `S${index % 700}`,
			consumer: index < 700 ? undefined : `c${index}`,
			leader: 'n1',
			followers: [aFollower('n2', {lag: (index * 7919) % 101})],
			messages: (index * 104_729) % 3001,
		}),
	);
	const {view} = storeOf(['n1', 'n2'], groups);
	const full = {...hottest, limit: groups.length};
	const keys = (window: GroupWindow) =>
		selectGroupRows(selectGroups(view, everything), window).rows.map(({group}) => group.key);

	it.each(groupOrders)('shows what the full list shows there, by %s', order => {
		for (const isReversed of [false, true]) {
			const list = keys({...full, order, isReversed});
			expect(new Set(list).size).toBe(groups.length);
			for (const offset of [0, 37, 1500, 2980]) {
				const window = keys({order, isReversed, offset, limit: 40});
				expect(window).toEqual(list.slice(offset, offset + 40));
			}
		}
	});

	it.each(groupOrders)('knows where each group stands, by %s', order => {
		for (const isReversed of [false, true]) {
			const window = {...full, order, isReversed};
			const list = keys(window);
			for (const index of [0, 1, 2, 999, 1000, 1001, 1002, 2999]) {
				expect(positionOf(selectGroups(view, everything), window, list[index] ?? '')).toBe(index);
			}
		}
	});

	it('keeps a stream above its consumers when the last name comes first', () => {
		const window = {...full, order: 'name', isReversed: true} as const;
		const expected = groups.toSorted((a, b) =>
			a.stream === b.stream ? byName(a, b) : byName(b, a),
		);
		expect(keys(window)).toEqual(expected.map(({key}) => key));
	});

	it('knows of no place for a group that is not in the list', () => {
		const query = {...everything, filter: 'nothing'};

		expect(positionOf(selectGroups(view, query), full, groups[0]?.key ?? '')).toBeUndefined();
	});
});
