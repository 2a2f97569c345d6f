import {describe, expect, it} from 'vitest';
import {aFollower, aGroup, aServer, start} from '../support/build.ts';
import {elected, groupsReported, serversReported} from '../support/events.ts';
import {applyAll, storeOf} from '../support/store-of.ts';

const servers = ['n1', 'n2', 'n3'];
const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});

describe('an election', () => {
	it('is recorded with who led before and who leads now', () => {
		const {view} = applyAll(storeOf(servers, [orders]), [elected(orders, 'n3', {at: start + 10})]);

		expect(view.elections).toMatchObject([
			{at: start + 10, from: 'n1', to: 'n3', group: {stream: 'ORDERS', leader: 'n3'}},
		]);
		expect(view.groups.get(orders.key)).toMatchObject({leader: 'n3', leaderSince: start + 10});
	});

	it('is recorded when the leader stays the same', () => {
		const {view} = applyAll(storeOf(servers, [orders]), [elected(orders, 'n1')]);

		expect(view.elections).toMatchObject([{from: 'n1', to: 'n1'}]);
		expect(view.ledBy('n1')).toMatchObject([{key: orders.key}]);
	});

	it('takes the followers that the advisory lists', () => {
		const followers = [aFollower('n1'), aFollower('n4', {lag: 4, current: false})];
		const {view} = applyAll(storeOf(servers, [orders]), [elected(orders, 'n2', {followers})]);

		expect(view.groups.get(orders.key)?.followers).toEqual(followers);
	});

	it('does not take followers for late that have not heard of their leader yet', () => {
		const late = aFollower('n3', {lag: 311, current: false});
		const unaware = {lag: 7, current: false};
		const followers = [aFollower('n1', unaware), aFollower('n3', unaware)];
		const group = {...orders, followers: [aFollower('n2'), late]};
		const {view} = applyAll(storeOf(servers, [group]), [elected(group, 'n2', {followers})]);

		expect(view.groups.get(group.key)?.followers).toEqual([aFollower('n1'), late]);
	});

	it('believes an advisory that a follower is not heard', () => {
		const followers = [aFollower('n1', {online: false, current: false}), aFollower('n3')];
		const {view} = applyAll(storeOf(servers, [orders]), [elected(orders, 'n2', {followers})]);

		expect(view.groups.get(orders.key)?.followers[0]?.online).toBe(false);
	});

	it('makes a follower of the old leader where the advisory lists none', () => {
		const {view} = applyAll(storeOf(servers, [orders]), [elected(orders, 'n3')]);

		expect(view.groups.get(orders.key)).toMatchObject({
			replicas: 3,
			followers: [aFollower('n1'), aFollower('n2')],
		});
	});

	it('ends the time without a leader and remembers who led before it', () => {
		const {view} = applyAll(storeOf(servers, [orders]), [
			{type: 'server-leaving', at: start + 100, server: 'n1', how: 'shutdown'},
			elected(orders, 'n2', {at: start + 400}),
		]);

		expect(view.leaderless.size).toBe(0);
		expect(view.elections).toMatchObject([{from: 'n1', to: 'n2'}]);
		expect(view.groups.get(orders.key)?.followers).toEqual([
			aFollower('n3'),
			aFollower('n1', {current: false, online: false}),
		]);
	});

	it('makes an unknown group known as far as the advisory tells', () => {
		const store = storeOf(['n1', aServer('n2', {cluster: 'west'})], []);
		const unknown = aGroup({accountId: 'ABC', stream: 'NEW', consumer: 'audit'});

		store.apply(elected(unknown, 'n2', {followers: [aFollower('n1'), aFollower('n3')]}));

		expect(store.view.groups.get(unknown.key)).toEqual({
			...unknown,
			account: 'ABC',
			cluster: 'west',
			leader: 'n2',
			leaderSince: start,
			replicas: 3,
			followers: [aFollower('n1'), aFollower('n3')],
		});
		expect(store.view.elections).toMatchObject([{from: undefined, to: 'n2'}]);
	});

	it("names an unknown group's account as other groups of it do", () => {
		const known = aGroup({account: 'SHOP', accountId: 'ABC', stream: 'OLD', leader: 'n1'});
		const unknown = aGroup({accountId: 'ABC', stream: 'NEW'});
		const {view} = applyAll(storeOf(servers, [known]), [elected(unknown, 'n2')]);

		expect(view.groups.get(unknown.key)?.account).toBe('SHOP');
	});

	it('does not take an unknown group for one with one replica', () => {
		const unknown = aGroup({stream: 'NEW'});
		const {view} = applyAll(storeOf(servers, []), [elected(unknown, 'n2')]);

		expect(view.counts.get('n2')).toEqual({streams: 1, consumers: 0, r1: 0});
	});

	it('keeps the rate of the group', () => {
		const counted = (messages: number, at: number) =>
			groupsReported('n1', [{...orders, messages}], {askedAt: at, at});
		const {view} = applyAll(storeOf(servers, []), [
			counted(0, start),
			counted(100, start + 1000),
			elected(orders, 'n2', {at: start + 1100}),
		]);

		expect(view.groups.get(orders.key)?.messagesPerSecond).toBe(100);
	});

	it('is believed of a server that is not known to be back yet', () => {
		const {view} = applyAll(storeOf(servers, [orders]), [
			serversReported(['n1', 'n2'], {offline: [{name: 'n3', cluster: 'east'}]}),
			elected(orders, 'n3', {at: start + 1000}),
		]);

		expect(view.counts.get('n3')?.streams).toBe(1);
	});

	it('is forgotten after five hundred others, but counted', () => {
		const store = storeOf(servers, [orders]);

		for (let index = 0; index < 501; index++) {
			store.apply(elected(orders, servers[index % 3] ?? 'n1', {at: start + index}));
		}

		expect(store.view.elections).toHaveLength(500);
		expect(store.view.elections[0]?.at).toBe(start + 1);
		expect(store.view.electionCount).toBe(501);
	});
});
