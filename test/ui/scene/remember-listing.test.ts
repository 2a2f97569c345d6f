import {describe, expect, it, vi} from 'vitest';
import {finish} from '../../../source/domain/steps.ts';
import {groupOrders} from '../../../source/state/group-order.ts';
import {rememberListing} from '../../../source/ui/scene/remember-listing.ts';
import type {ListingQuery} from '../../../source/ui/scene/listing.ts';
import {aFollower, aGroup, start} from '../../support/build.ts';
import {elected, groupsReported, serversReported} from '../../support/events.ts';
import {seededRandom} from '../../support/random.ts';
import {storeOf} from '../../support/store-of.ts';

const query: ListingQuery = {
	cluster: 'east',
	server: 'n1',
	filter: '',
	order: {by: 'name', reversed: false},
};

const store = (count: number) =>
	storeOf(
		['n1', 'n2'],
		Array.from({length: count}, (_, index) =>
			aGroup({stream: `S${index}`, leader: 'n1', followers: ['n2']}),
		),
	);

const first = aGroup({stream: 'S0', leader: 'n1', followers: ['n2']});

describe('the list of groups', () => {
	it('follows each change where groups are few', () => {
		const {view, apply} = store(100);
		const {list, recall} = rememberListing();
		expect(list(view, query).count).toBe(100);
		apply(elected(first, 'n2', {at: start + 1}));
		expect(recall(view, query).count).toBe(99);
	});

	it('is up to a second old where they are many, also where a filter leaves few of them', () => {
		const {view, apply} = store(6000);
		const {list, recall} = rememberListing();
		for (const filter of ['', 's0']) {
			const wanted = {...query, filter};
			const before = list(view, wanted);
			apply(elected(first, 'n2', {at: view.now + 10}));
			apply(elected(first, 'n1', {at: view.now + 10}));
			expect(list(view, wanted)).toBe(before);
			apply(serversReported(['n1', 'n2'], {at: view.now + 1000}));
			expect(recall(view, wanted)).toBe(before);
			expect(list(view, wanted)).not.toBe(before);
		}
	});

	it('is made anew in turns where they are many, and is the old one meanwhile', () => {
		const {view, apply} = store(6000);
		const turns: Array<() => void> = [];
		let changes = 0;
		const {list} = rememberListing(
			(steps, {onEnd}) => turns.push(() => onEnd(finish(steps), 0)),
			() => changes++,
		);
		const before = list(view, query);
		apply(elected(first, 'n2', {at: view.now + 2000}));
		expect(list(view, query)).toBe(before);
		expect(list(view, query)).toBe(before);
		// One puts the names in order, which no key is to wait for; the other one makes the list.
		expect(turns).toHaveLength(2);

		turns[0]?.();
		expect(changes).toBe(0);
		turns[1]?.();
		expect(changes).toBe(1);
		expect(list(view, query).count).toBe(5999);
		expect(list(view, query).rows(0, 2)).toMatchObject([{group: {stream: 'S1'}}, {group: {}}]);
	});

	it('is made anew the more rarely the longer that takes, and every four seconds at least', () => {
		const everywhere = {...query, server: undefined};
		for (const {busyMs, lastsMs} of [
			{busyMs: 3, lastsMs: 1000},
			{busyMs: 12, lastsMs: 2400},
			{busyMs: 500, lastsMs: 4000},
		]) {
			const {view, apply} = store(6000);
			let made = 0;
			const {list} = rememberListing((steps, {onEnd}) => {
				made++;
				onEnd(finish(steps), busyMs);
			});
			list(view, everywhere);
			const waitAndList = (waitMs: number) => {
				const next = view.groups.get(first.key)?.leader === 'n1' ? 'n2' : 'n1';
				apply(elected(first, next, {at: view.now + waitMs}));
				list(view, everywhere);
				return made;
			};
			const before = waitAndList(4000);
			expect(waitAndList(lastsMs - 1)).toBe(before);
			expect(waitAndList(1)).toBe(before + 1);
		}
	});

	it('stays as it is, however old, while nothing is new of its groups', () => {
		for (const {count, server} of [
			{count: 10, server: 'n1'},
			{count: 10, server: undefined},
			{count: 6000, server: undefined},
		]) {
			const {view, apply} = store(count);
			const {list} = rememberListing();
			const before = list(view, {...query, server});
			const [known] = before.rows(0, 1);
			const {revision, now} = view;
			apply(groupsReported('n1', [first], {at: now + 60_000}));
			expect(view.revision).toBeGreaterThan(revision);
			expect(list(view, {...query, server})).toBe(before);
			expect(list(view, {...query, server}).rows(0, 1)[0]).toBe(known);

			apply(groupsReported('n1', [{...first, replicas: 5}], {at: now + 120_000}));
			expect(list(view, {...query, server})).not.toBe(before);
		}
	});

	it('tells of each row what is known now, in the place where it stood', () => {
		const {view, apply} = store(6000);
		const {list} = rememberListing();
		const everywhere = {...query, server: undefined};
		const leaders = () =>
			list(view, everywhere)
				.rows(0, 2)
				.map(({group}) => group.leader);
		expect(leaders()).toEqual(['n1', 'n1']);
		const listed = list(view, everywhere);
		const [, second] = listed.rows(0, 2);
		apply(elected(first, 'n2', {at: view.now + 10}));
		expect(list(view, everywhere)).toBe(listed);
		expect(leaders()).toEqual(['n2', 'n1']);
		// A row that is the same need not be drawn again.
		expect(listed.rows(0, 2)[1]).toBe(second);
	});

	it('is made anew after as long where nothing else arrives, as in a recording that is paused', () => {
		const {view, apply} = store(6000);
		const {list} = rememberListing();
		const passed = vi.spyOn(performance, 'now');
		try {
			passed.mockReturnValue(0);
			list(view, query);
			apply(elected(first, 'n2', {at: view.now + 10}));
			passed.mockReturnValue(999);
			expect(list(view, query).count).toBe(6000);
			passed.mockReturnValue(1000);
			list(view, query);
			expect(list(view, query).count).toBe(5999);
		} finally {
			passed.mockRestore();
		}
	});

	it('is another one at once for another question', () => {
		const {view} = store(6000);
		const {recall} = rememberListing();
		expect(recall(view, query).count).toBe(6000);
		expect(recall(view, {...query, filter: 's59'}).count).toBe(111);
	});

	it('is as old as the one that it was made from, and made anew as soon', () => {
		const {view, apply} = store(6000);
		const {list, recall} = rememberListing();
		const narrow = {...query, filter: 's1'};
		list(view, query);
		apply(
			elected(aGroup({stream: 'S1', leader: 'n1', followers: ['n2']}), 'n2', {at: start + 900}),
		);
		expect(recall(view, narrow).count).toBe(1111);
		apply(serversReported(['n1', 'n2'], {at: view.now + 900}));
		list(view, narrow);
		expect(list(view, narrow).count).toBe(1110);
	});

	it('lets through the same whether a filter is typed or was there', () => {
		const {view} = store(6000);
		const typed = rememberListing();
		for (const text of [
			's',
			's5',
			's59',
			's59 ',
			's59 !s599',
			's59 !s5',
			's59',
			's5',
			'state:o',
			'x',
		]) {
			const listing = typed.recall(view, {...query, filter: text});
			const anew = rememberListing().list(view, {...query, filter: text});
			expect(listing.count).toBe(anew.count);
			expect(listing.rows(0, 40)).toEqual(anew.rows(0, 40));
			expect(listing.total).toBe(6000);
		}
	});

	it.each([1, 2, 3, 4, 5])(
		'lists the same as one made anew, whatever was asked before (seed %i)',
		seed => {
			const random = seededRandom(seed);
			const groups = Array.from({length: 5200}, (_, index) =>
				aGroup({
					stream: `S${random.below(900)}`,
					consumer: `c${index}`,
					account: random.pick(['SHOP', 'PAY', 'APP']),
					leader: 'n1',
					messages: random.below(50),
					followers: random.pick([[], ['n2'], ['n2', aFollower('n3', {lag: random.below(9)})]]),
				}),
			);
			const {view} = storeOf(['n1', 'n2'], groups);
			const typed = rememberListing();
			let filter = '';
			let order: ListingQuery['order'] = query.order;
			for (let key = 0; key < 60; key++) {
				const wish = random.below(6);
				if (wish === 0) {
					order = {by: random.pick(groupOrders), reversed: random.chance(0.5)};
				} else if (wish < 3) {
					order = {...order, reversed: !order.reversed};
				} else {
					const isTooLong = filter.length > 4 || random.chance(0.3);
					filter = isTooLong ? filter.slice(0, -2) : filter + random.pick(Array.from('sc12 !p'));
				}

				const wanted = {...query, filter, order};
				const from = random.below(300);
				const anew = rememberListing().list(view, wanted);
				expect(typed.recall(view, wanted).rows(from, 20)).toEqual(anew.rows(from, 20));
			}
		},
	);
});
