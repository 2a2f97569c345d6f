import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {groupFilter} from '../../source/state/group-filter.ts';
import {byName, groupOrders, inOrder} from '../../source/state/group-order.ts';
import {groupLists, leaderless, type GroupQuery} from '../../source/state/group-list.ts';
import {aFollower, aGroup, aServer, start} from '../support/build.ts';
import {elected, groupsReported} from '../support/events.ts';
import {seededRandom} from '../support/random.ts';
import {storeOf} from '../support/store-of.ts';

const query: GroupQuery = {
	cluster: 'east',
	server: 'n1',
	filter: '',
	order: {by: 'name', reversed: false},
};

const everywhere: GroupQuery = {...query, server: undefined};

const store = (count: number) =>
	storeOf(
		['n1', 'n2'],
		Array.from({length: count}, (_, index) =>
			aGroup({stream: `S${index}`, leader: 'n1', followers: ['n2']}),
		),
	);

const first = aGroup({stream: 'S0', leader: 'n1', followers: ['n2']});

/** A list, and what it leaves for later. */
function stage() {
	const works: (() => void)[] = [];
	let changes = 0;
	const list = groupLists(
		() => changes++,
		work => works.push(work),
	);
	return {
		list,
		works,
		finish: () => works.splice(0).forEach(work => work()),
		changes: () => changes,
	};
}

describe('the list of groups', () => {
	const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
	const billing = aGroup({stream: 'ORDERS', consumer: 'billing', leader: 'n2', followers: ['n1']});
	const logs = aGroup({account: 'APP', stream: 'LOGS', leader: 'n1'});
	const lost = aGroup({stream: 'LOST', followers: ['n2', 'n3']});
	const west = aGroup({stream: 'WEST', cluster: 'west', leader: 'w1', followers: ['w2']});
	const shop = () =>
		storeOf(
			['n1', 'n2', 'n3', aServer('w1', {cluster: 'west'})],
			[orders, billing, logs, lost, west],
		);

	it('has those of a cluster, of a server, and those without a leader', () => {
		const {view} = shop();
		const names = (wanted: Partial<GroupQuery>) =>
			groupLists()(view, {...query, ...wanted})
				.rows(0, 10)
				.map(({consumer, stream}) => consumer ?? stream);

		expect(names({server: undefined})).toEqual(['LOGS', 'LOST', 'ORDERS', 'billing']);
		expect(names({cluster: 'west', server: undefined})).toEqual(['WEST']);
		expect(names({})).toEqual(['LOGS', 'ORDERS']);
		expect(names({cluster: 'west'})).toEqual([]);
		expect(names({server: leaderless})).toEqual(['LOST']);
		expect(names({server: leaderless, cluster: 'west'})).toEqual([]);
		expect(names({filter: 'account:=SHOP'})).toEqual(['ORDERS']);
	});

	it('counts what there is before the filter and after it', () => {
		const {view} = shop();
		const listing = groupLists()(view, {...query, filter: 'shop'});
		expect([listing.total, listing.pinned, listing.count]).toEqual([2, 1, 1]);
		expect(listing.all()).toEqual([orders]);
	});

	it('knows where each group stands, and of no place for one that is not listed', () => {
		const {view} = shop();
		const listing = groupLists()(view, everywhere);
		const keys = [logs, lost, orders, billing, logs].map(({key}) => key);
		expect(keys.map(listing.indexOf)).toEqual([0, 1, 2, 3, 0]);
		expect(listing.indexOf(west.key)).toBe(-1);
		expect(listing.rows(3, 10)).toEqual([billing]);
		expect(listing.rows(4, 10)).toEqual([]);
	});

	it('follows each change where groups are few', () => {
		const {view, apply} = store(100);
		const {list} = stage();
		expect(list(view, query).count).toBe(100);
		apply(elected(first, 'n2', {at: start + 1}));
		expect(list(view, query).count).toBe(99);
	});

	it('stays as it is, however old, while nothing is new of its groups', () => {
		for (const count of [10, 6000]) {
			const {view, apply} = store(count);
			const {list, works} = stage();
			const before = list(view, query);
			const {revision, now} = view;
			vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000);
			apply(groupsReported('n1', [first], {at: now + 60_000}));
			expect(view.revision).toBeGreaterThan(revision);
			expect(list(view, query)).toBe(before);
			expect(works).toEqual([]);
			vi.restoreAllMocks();
		}
	});

	it('is another one at once for another question', () => {
		const {view} = store(6000);
		const {list} = stage();
		expect(list(view, query).count).toBe(6000);
		expect(list(view, {...query, filter: 's59'}).count).toBe(111);
		expect(list(view, {...query, server: 'n2'}).count).toBe(0);
	});

	it.each([1, 2, 3, 4, 5])(
		'is what a plain filter and sort of all groups give, whatever was asked before (seed %i)',
		seed => {
			const random = seededRandom(seed);
			const groups = Array.from({length: random.pick([300, 5200])}, (_, index) =>
				aGroup({
					stream: `S${random.below(900)}`,
					consumer: `c${index}`,
					account: random.pick(['SHOP', 'PAY', 'APP']),
					leader: random.pick(['n1', 'n2']),
					messages: random.below(50),
					followers: random.pick([[], ['n2'], ['n2', aFollower('n3', {lag: random.below(9)})]]),
				}),
			).sort(byName);
			const {view} = storeOf(['n1', 'n2'], groups);
			const {list} = stage();
			let wanted = everywhere;
			for (let key = 0; key < 60; key++) {
				const {filter, order, server} = wanted;
				const what = random.below(7);
				if (what === 0) {
					wanted = {...wanted, order: {by: random.pick(groupOrders), reversed: false}};
				} else if (what < 3) {
					wanted = {...wanted, order: {...order, reversed: !order.reversed}};
				} else if (what === 3) {
					wanted = {...wanted, server: random.pick([undefined, 'n1'])};
				} else {
					const shorter = filter.length > 4 || random.chance(0.3);
					const typed = filter + random.pick(Array.from('sc12 !p'));
					wanted = {...wanted, filter: shorter ? filter.slice(0, -2) : typed};
				}

				const passes = groupFilter(wanted.filter) ?? (() => true);
				const known = [...view.groups.values()].sort(byName);
				const passing = known.filter(
					group => (wanted.server === undefined || group.leader === wanted.server) && passes(group),
				);
				const expected = inOrder(passing, wanted.order.by, wanted.order.reversed);
				const listing = list(view, wanted);
				expect(listing.all()).toEqual(expected);
				const from = random.below(300);
				expect(listing.rows(from, 20)).toEqual(expected.slice(from, from + 20));
				expect(server === wanted.server ? listing.count : expected.length).toBe(expected.length);
			}
		},
	);
});

describe('a list of very many groups', () => {
	let passedMs = 0;
	beforeEach(() => {
		passedMs = 0;
		vi.spyOn(performance, 'now').mockImplementation(() => passedMs);
	});
	afterEach(() => {
		vi.restoreAllMocks();
	});

	it('is made anew in the background after a second, and is the old one meanwhile', () => {
		const {view, apply} = store(6000);
		const {list, works, finish, changes} = stage();
		for (const filter of ['', 's0']) {
			const wanted = {...query, filter};
			const before = list(view, wanted);
			apply(elected(first, 'n2', {at: view.now + 2000}));
			passedMs += 999;
			expect(list(view, wanted)).toBe(before);
			expect(works).toEqual([]);

			passedMs += 1;
			expect(list(view, wanted)).toBe(before);
			expect(list(view, wanted)).toBe(before);
			expect(works).toHaveLength(1);
			const changesBefore = changes();
			finish();
			expect(changes()).toBe(changesBefore + 1);
			expect(list(view, wanted).count).toBe(before.count - 1);
			apply(elected(first, 'n1', {at: view.now + 2000}));
			list(view, query);
			passedMs += 1000;
			list(view, query);
			finish();
		}
	});

	it('is made anew the more rarely the longer that takes, and every four seconds at least', () => {
		for (const {costMs, lastsMs} of [
			{costMs: 3, lastsMs: 1000},
			{costMs: 20, lastsMs: 2000},
			{costMs: 500, lastsMs: 4000},
		]) {
			const {view, apply} = store(6000);
			const {list, works} = stage();
			const slow: typeof view = {
				...view,
				get groupsRevision() {
					return view.groupsRevision;
				},
				byName() {
					passedMs += costMs;
					return view.byName();
				},
			};
			passedMs = 0;
			list(slow, everywhere);
			apply(elected(first, 'n2', {at: view.now + 1}));
			passedMs = lastsMs - 1;
			list(slow, everywhere);
			expect(works).toEqual([]);
			passedMs = lastsMs;
			list(slow, everywhere);
			expect(works).toHaveLength(1);
		}
	});

	it('has each row as it is now, in the place where it stood; of a deleted one, as it was', () => {
		const {view, apply} = store(6000);
		const {list} = stage();
		const leaders = () =>
			list(view, everywhere)
				.rows(0, 2)
				.map(({leader}) => leader);
		expect(leaders()).toEqual(['n1', 'n1']);
		apply(elected(first, 'n2', {at: view.now + 10}));
		expect(leaders()).toEqual(['n2', 'n1']);
		apply({type: 'group-deleted', at: view.now + 10, group: first});
		expect(leaders()).toEqual(['n1', 'n1']);
	});

	it('is as old in another order or through another filter, and made anew as soon', () => {
		const {view, apply} = store(6000);
		const {list, finish} = stage();
		const narrow = {...query, filter: 's1'};
		list(view, query);
		apply(elected(aGroup({stream: 'S1', leader: 'n1', followers: ['n2']}), 'n2', {at: start + 1}));
		passedMs = 900;
		expect(list(view, narrow).count).toBe(1111);
		passedMs = 1000;
		list(view, narrow);
		finish();
		expect(list(view, narrow).count).toBe(1110);
	});

	it('is made anew at once where a recording went back in time', () => {
		const {view, apply, snapshot, restore} = store(6000);
		const {list, works} = stage();
		const past = snapshot();
		apply(elected(first, 'n2', {at: view.now + 60_000}));
		list(view, query);
		restore(past);
		list(view, query);
		expect(works).toHaveLength(1);
	});
});
