import {describe, expect, it} from 'vitest';
import {aFollower, aGroup, groupsLedBy, start} from '../support/build.ts';
import {elected, groupsReported, serversReported} from '../support/events.ts';
import {barsOf, picture} from '../support/picture.ts';
import {applyAll, storeOf} from '../support/store-of.ts';

const servers = ['n1', 'n2', 'n3'];
const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3'], messages: 1000});
const ledByN2 = {...orders, leader: 'n2', followers: [aFollower('n1'), aFollower('n3')]};
const missingLeader = {...orders, leader: undefined, followers: [aFollower('n1')]};

const counted = (messages: number | undefined, at: number, from = orders) =>
	groupsReported(from.leader ?? '', [{...from, messages}], {at, askedAt: at});

const rateAfter = (...events: readonly ReturnType<typeof counted>[]) =>
	applyAll(storeOf(servers, []), events).view.groups.get(orders.key)?.messagesPerSecond;

describe('a report of groups', () => {
	it('moves a rate slowly where it is near the one before, and at once where it is another', () => {
		const rates = (...counts: readonly number[]) =>
			rateAfter(...counts.map((count, second) => counted(1000 + count, start + second * 1000)));
		expect(rates(0, 100)).toBe(100);
		expect(rates(0, 100, 220)).toBe(105);
		expect(rates(0, 100, 300)).toBe(200);
		expect(rates(0, 100, 100)).toBe(0);
	});

	it('replaces what was known of the groups that the server leads', () => {
		const store = storeOf(servers, [orders]);
		const lagging = {...orders, followers: [aFollower('n2', {lag: 7}), aFollower('n3')]};

		store.apply(groupsReported('n1', [lagging], {at: start + 1000}));

		expect(store.view.groups.get(orders.key)?.followers[0]?.lag).toBe(7);
	});

	it('leaves a group of which nothing is new the same object, and takes each thing that is new', () => {
		const told = {...orders, bytesPerMessage: 10, leaderSince: start};
		const store = storeOf(servers, [told]);
		store.apply(counted(1000, start + 1000, told));
		const {groupsRevision, revision} = store.view;
		const known = store.view.groups.get(orders.key);
		expect(known?.messagesPerSecond).toBe(0);

		store.apply(counted(1000, start + 2000, told));
		expect(store.view.groups.get(orders.key)).toBe(known);
		expect(store.view.groupsRevision).toBe(groupsRevision);
		expect(store.view.revision).toBeGreaterThan(revision);

		let at = start + 2000;
		const tell = (news: Partial<typeof told>) => {
			at += 1000;
			store.apply(groupsReported('n1', [{...told, ...news}], {at, askedAt: at}));
		};
		for (const news of [
			{messages: 1001},
			{messages: undefined},
			{followers: [aFollower('n2', {lag: 1}), aFollower('n3')]},
			{followers: [aFollower('n2'), aFollower('n3', {online: false})]},
			{followers: [aFollower('n2', {current: false}), aFollower('n3')]},
			{followers: [aFollower('n2')]},
			{bytesPerMessage: 11},
			{leaderSince: start + 1},
			{replicas: 5},
			{cluster: 'west'},
			{account: 'other'},
		]) {
			tell({});
			tell({});
			const before = store.view.groupsRevision;
			tell(news);
			expect(store.view.groups.get(orders.key)).toMatchObject(news);
			expect(store.view.groupsRevision).toBeGreaterThan(before);
		}

		// Too soon for another rate.
		tell({});
		store.apply(groupsReported('n1', [{...told, messages: 1003}], {at: at + 9, askedAt: at + 9}));
		expect(store.view.groups.get(orders.key)).toMatchObject({messages: 1003, messagesPerSecond: 0});
		const single = {replicas: 1, followers: []};
		tell(single);
		store.apply(groupsReported('n2', [{...told, ...single}], {at: at + 9, askedAt: at + 9}));
		expect(store.view.groups.get(orders.key)?.leader).toBe('n2');
	});

	it('moves a group whose election was missed', () => {
		const store = storeOf(servers, groupsLedBy({n1: 2, n2: 2, n3: 0}));
		const moved = aGroup({stream: 'S1', leader: 'n3', followers: ['n1', 'n2']});

		store.apply(groupsReported('n3', [moved], {at: start + 1000}));

		expect(barsOf(store.view)).toBe(picture`
			n1 █ 1
			n2 ██ 2
			n3 █ 1
		`);
		expect(store.view.electionCount).toBe(0);
	});

	it('does not take a group from the leader that was elected after the question', () => {
		const store = storeOf(servers, [orders]);

		applyAll(store, [
			elected(orders, 'n2', {at: start + 1010}),
			groupsReported('n1', [orders], {askedAt: start + 1000, at: start + 1020}),
		]);

		expect(store.view.groups.get(orders.key)?.leader).toBe('n2');
	});

	it('takes a group from the leader that was elected before the question', () => {
		const store = storeOf(servers, [orders]);

		applyAll(store, [
			elected(orders, 'n2', {at: start + 990}),
			groupsReported('n1', [orders], {askedAt: start + 1000, at: start + 1020}),
		]);

		expect(store.view.groups.get(orders.key)?.leader).toBe('n1');
	});

	it('believes the report that was asked for later when two servers claim a group', () => {
		const store = storeOf(servers, [orders]);

		applyAll(store, [
			groupsReported('n2', [ledByN2], {askedAt: start + 2000, at: start + 2010}),
			groupsReported('n1', [orders], {askedAt: start + 1000, at: start + 2020}),
		]);

		expect(store.view.groups.get(orders.key)?.leader).toBe('n2');
	});

	it('keeps since when a server leads where its report does not tell', () => {
		const store = storeOf(servers, [orders]);

		applyAll(store, [
			elected(orders, 'n2', {at: start + 500}),
			groupsReported('n2', [ledByN2], {at: start + 1000}),
		]);

		expect(store.view.groups.get(orders.key)?.leaderSince).toBe(start + 500);
	});
});

describe('the rate of a group', () => {
	it('is unknown at the first look', () => {
		expect(rateAfter(counted(1000, start))).toBeUndefined();
	});

	it('is measured between the questions of two looks', () => {
		expect(rateAfter(counted(1000, start), counted(1500, start + 2000))).toBe(250);
	});

	it('stays when the next look comes within half a second, and is then measured over both', () => {
		const looks = [counted(0, start), counted(100, start + 1000), counted(900, start + 1400)];

		expect(rateAfter(...looks)).toBe(100);
		expect(rateAfter(...looks, counted(1100, start + 2000))).toBe(1000);
	});

	it('is unknown after the counter went backwards, and measured anew from there', () => {
		const reset = [counted(1000, start), counted(2000, start + 1000), counted(10, start + 2000)];

		expect(rateAfter(...reset)).toBeUndefined();
		expect(rateAfter(...reset, counted(60, start + 3000))).toBe(50);
	});

	it('is unknown when the new leader does not tell the counter', () => {
		expect(
			rateAfter(
				counted(0, start),
				counted(5, start + 1000),
				counted(undefined, start + 2000, ledByN2),
			),
		).toBeUndefined();
	});

	it('survives a change of leader that counts on', () => {
		expect(rateAfter(counted(0, start), counted(30, start + 1000, ledByN2))).toBe(30);
	});

	it('is not disturbed by a report that arrives late', () => {
		expect(rateAfter(counted(0, start), counted(100, start + 1000), counted(50, start + 500))).toBe(
			100,
		);
	});
});

describe("a follower's word that nobody leads", () => {
	it('does not outweigh a leader that is online', () => {
		const store = storeOf(servers, [orders]);

		store.apply(groupsReported('n2', [], {at: start + 1000, leaderless: [missingLeader]}));

		expect(store.view.groups.get(orders.key)?.leader).toBe('n1');
		expect(store.view.leaderless.size).toBe(0);
	});

	it('counts when it is the leader itself that says so', () => {
		const store = storeOf(servers, [orders]);

		store.apply(groupsReported('n1', [], {at: start + 1000, leaderless: [missingLeader]}));

		expect(store.view.leaderless).toEqual(new Map([[orders.key, start + 1000]]));
	});

	it('counts when the leader is silent', () => {
		const store = storeOf(servers, [orders]);

		applyAll(store, [
			serversReported(['n2', 'n3'], {at: start + 1000, silent: ['n1']}),
			groupsReported('n2', [], {at: start + 1100, leaderless: [missingLeader]}),
		]);

		expect(store.view.leaderless).toEqual(new Map([[orders.key, start + 1100]]));
		expect(store.view.counts.get('n1')).toBeUndefined();
	});

	it('does not count when the silent leader was elected after the question', () => {
		const store = storeOf(servers, [orders]);

		applyAll(store, [
			serversReported(['n2', 'n3'], {at: start + 1000, silent: ['n1']}),
			elected(orders, 'n1', {at: start + 1150}),
			groupsReported('n2', [], {
				askedAt: start + 1100,
				at: start + 1200,
				leaderless: [missingLeader],
			}),
		]);

		expect(store.view.leaderless.size).toBe(0);
	});

	it('makes a group known that no leader has told of', () => {
		const store = storeOf(servers, []);

		store.apply(groupsReported('n2', [], {at: start + 1000, leaderless: [missingLeader]}));

		expect([...store.view.leaderless.keys()]).toEqual([orders.key]);
		expect(store.view.clusters.get('east')).toMatchObject({groups: 1, leaderless: 1});
	});

	it('does not take a one-replica group from its server', () => {
		const pinned = aGroup({stream: 'LOGS', leader: 'n1'});
		const store = storeOf(servers, [pinned]);

		applyAll(store, [
			serversReported(['n2', 'n3'], {at: start + 1000, silent: ['n1']}),
			groupsReported('n2', [], {
				at: start + 1100,
				leaderless: [{...pinned, leader: undefined}],
			}),
		]);

		expect(store.view.groups.get(pinned.key)?.leader).toBe('n1');
	});

	it('gives way to the leader that reports the group', () => {
		const store = storeOf(servers, [missingLeader]);

		store.apply(groupsReported('n2', [ledByN2], {at: start + 1000}));

		expect(store.view.leaderless.size).toBe(0);
		expect(store.view.clusters.get('east')).toMatchObject({groups: 1, leaderless: 0});
	});
});
