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
	web: aGroup({account: 'Web Shop', accountId: 'AB7', stream: 'CLICKS', leader: 'n1'}),
	audit: aGroup({account: 'PAY', stream: 'LEDGER', consumer: 'shop.audit', followers: ['n2']}),
};

describe('a filter', () => {
	it.each<[string, readonly string[]]>([
		['orders', ['orders', 'billing']],
		['ORD', ['orders', 'billing']],
		['shop', ['orders', 'billing', 'web', 'audit']],
		['orders bill', ['billing']],
		['bill orders', ['billing']],
		['orders ledger', []],
		['ab7', []],
		['!orders', ['ledger', 'web', 'audit']],
		['shop !billing', ['orders', 'web', 'audit']],
		['kind:stream', ['orders', 'ledger', 'web']],
		['kind:con', ['billing', 'audit']],
		['!kind:stream pay', ['audit']],
		['account:shop', ['orders', 'billing', 'web']],
		['account:=shop', ['orders', 'billing']],
		['!account:=SHOP', ['ledger', 'web', 'audit']],
		['account:="Web Shop"', ['web']],
		['account:"b s" clicks', ['web']],
		['account:=AB7', ['web']],
		['account:"web', []],
		['stream:=order', []],
		['stream:LED', ['ledger', 'audit']],
		['consumer:shop', ['audit']],
		['state:ok', ['orders']],
		['state:lagging', ['billing']],
		['state:pinned', ['ledger', 'web']],
		['state:leaderless', ['audit']],
		['STATE:LAG', ['billing']],
		['!state:ok account:=SHOP', ['billing']],
		['shop.a', ['audit']],
		['.', ['audit']],
		['(', []],
		['nowhere:orders', []],
	])('%j lets through %j', (text, expected) => {
		const passes = groupFilter(text);

		const passed = Object.entries(groups).filter(([, group]) => passes?.(group));
		expect(passed.map(([name]) => name)).toEqual(expected);
	});

	it.each([
		['edge', true],
		['EAR', true],
		['leaf', false],
		['aa9', false],
		['!aa9', true],
		['account:aa9', true],
	])('%j looks for words in names, not in domains and ids: %s', (text, expected) => {
		const far = {domain: 'leaf', account: 'EDGE', accountId: 'AA9', stream: 'NEAR'};
		expect(groupFilter(text)?.(aGroup(far))).toBe(expected);
	});

	it.each(['', '   ', '!'])('%j lets everything through', text => {
		expect(groupFilter(text)).toBeUndefined();
	});
});
