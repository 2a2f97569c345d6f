import {describe, expect, it} from 'vitest';
import {emptyKnowledge} from '../../source/state/knowledge.ts';
import {reduceEvent} from '../../source/state/reduce-event.ts';
import {aGroup, start} from '../support/build.ts';
import {elected, groupsReported} from '../support/events.ts';
import {applyAll, storeOf} from '../support/store-of.ts';

const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
const billing = aGroup({stream: 'ORDERS', consumer: 'billing', leader: 'n2', followers: ['n1']});
const foreign = aGroup({
	account: 'PAY',
	stream: 'ORDERS',
	consumer: 'billing',
	leader: 'n1',
	followers: ['n2'],
});
const servers = ['n1', 'n2', 'n3'];
const deleted = (group: typeof orders, at = start + 1000) =>
	({type: 'group-deleted', at, group}) as const;

describe('a deleted group', () => {
	it('takes its consumers along when it is a stream, of its own account only', () => {
		const {view} = applyAll(storeOf(servers, [orders, billing, foreign]), [deleted(orders)]);

		expect([...view.groups.keys()]).toEqual([foreign.key]);
	});

	it('leaves its stream when it is a consumer', () => {
		const {view} = applyAll(storeOf(servers, [orders, billing]), [deleted(billing)]);

		expect([...view.groups.keys()]).toEqual([orders.key]);
	});

	it('is in no count and no index', () => {
		const {view} = applyAll(storeOf(servers, [orders, billing]), [
			{type: 'server-leaving', at: start, server: 'n2', how: 'shutdown'},
			deleted(orders),
		]);

		expect(view.counts.size).toBe(0);
		expect(view.leaderless.size).toBe(0);
		expect(view.ledBy('n1')).toEqual([]);
		expect(view.clusters.get('east')).toMatchObject({groups: 0, leaderless: 0});
	});

	it('does not come back with an inventory that was asked for before', () => {
		const late = {askedAt: start + 990, at: start + 1010};
		const {view} = applyAll(storeOf(servers, [orders, billing]), [
			deleted(orders),
			groupsReported('n1', [orders], late),
			groupsReported('n2', [billing], late),
			groupsReported('n3', [], {...late, leaderless: [{...billing, leader: undefined}]}),
		]);

		expect(view.groups.size).toBe(0);
	});

	it('comes back when it is created again', () => {
		const {view} = applyAll(storeOf(servers, [orders]), [
			deleted(orders),
			elected(orders, 'n2', {at: start + 1100}),
			groupsReported('n3', [{...billing, leader: 'n3'}], {askedAt: start + 1200, at: start + 1210}),
		]);

		expect(view.groups.size).toBe(2);
	});

	it('is not remembered for longer than inventories are on their way', () => {
		const knowledge = emptyKnowledge();
		for (let second = 0; second < 300; second++) {
			const group = aGroup({stream: `S${second}`});
			reduceEvent(knowledge, deleted(group, start + second * 1000));
		}

		expect(knowledge.deletions.size).toBe(61);
	});
});
