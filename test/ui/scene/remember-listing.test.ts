import {describe, expect, it} from 'vitest';
import {rememberListing} from '../../../source/ui/scene/remember-listing.ts';
import type {ListingQuery} from '../../../source/ui/scene/listing.ts';
import {aGroup, start} from '../../support/build.ts';
import {elected, serversReported} from '../../support/events.ts';
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

	it('is another one at once for another question', () => {
		const {view} = store(6000);
		const {recall} = rememberListing();
		expect(recall(view, query).count).toBe(6000);
		expect(recall(view, {...query, filter: 's59'}).count).toBe(111);
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
});
