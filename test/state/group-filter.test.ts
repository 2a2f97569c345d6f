import {describe, expect, it} from 'vitest';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import {groupFilter} from '../../source/state/group-filter.ts';
import {aFollower, aGroup} from '../support/build.ts';

const groups: Readonly<Record<string, RaftGroup>> = {
	orders: aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']}),
	billing: aGroup({
		stream: 'ORDERS',
		consumer: 'billing',
		leader: 'n1',
		followers: ['n2', aFollower('n3', {lag: 9})],
	}),
	ledger: aGroup({account: 'PAY', stream: 'LEDGER', leader: 'n1'}),
	audit: aGroup({account: 'PAY', stream: 'LEDGER', consumer: 'shop.audit', followers: ['n2']}),
};

describe('a filter', () => {
	it.each<[string, readonly string[]]>([
		['orders', ['orders', 'billing']],
		['ORD', ['orders', 'billing']],
		['shop', ['orders', 'billing', 'audit']],
		['orders bill', ['billing']],
		['bill orders', ['billing']],
		['orders ledger', []],
		['!orders', ['ledger', 'audit']],
		['shop !billing', ['orders', 'audit']],
		['kind:stream', ['orders', 'ledger']],
		['kind:con', ['billing', 'audit']],
		['!kind:stream pay', ['audit']],
		['account:shop', ['orders', 'billing']],
		['stream:LED', ['ledger', 'audit']],
		['consumer:shop', ['audit']],
		['state:ok', ['orders']],
		['state:lagging', ['billing']],
		['state:pinned', ['ledger']],
		['state:leaderless', ['audit']],
		['STATE:LAG', ['billing']],
		['!state:ok account:SHOP', ['billing']],
		['shop.a', ['audit']],
		['.', ['audit']],
		['(', []],
		['nowhere:orders', []],
	])('%j lets through %j', (text, expected) => {
		const passes = groupFilter(text);

		const passed = Object.entries(groups).filter(([, group]) => passes?.(group));
		expect(passed.map(([name]) => name)).toEqual(expected);
	});

	it.each(['', '   ', '!'])('%j lets everything through', text => {
		expect(groupFilter(text)).toBeUndefined();
	});
});
