import {describe, expect, it} from 'vitest';
import {aFollower, aGroup, groupsLedBy, start} from '../support/build.ts';
import {aReport, elected, groupsReported, look, serversReported} from '../support/events.ts';
import {barsOf, picture} from '../support/picture.ts';
import {applyAll, storeOf} from '../support/store-of.ts';

const servers = ['n1', 'n2', 'n3'];
const orders = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', 'n3']});
const logs = aGroup({stream: 'LOGS', leader: 'n1'});

const bothLook = (at: number) => [...look('n2', [], {at}), ...look('n3', [], {at})];
const missingAfter = (...events: Parameters<typeof applyAll>[1]) =>
	applyAll(storeOf(servers, []), events).view.missing;
const connection = (state: 'connected' | 'reconnecting', at: number) =>
	({type: 'connection-changed', at, state, detail: undefined}) as const;

describe('a completed look', () => {
	it('forgets what the server led and does not name, once nobody else has named it for two seconds', () => {
		const groups = groupsLedBy({n1: 3, n2: 1, n3: 0});
		const store = storeOf(servers, groups);
		applyAll(store, look('n1', groups.slice(0, 1), {at: start + 1000}));

		store.apply(serversReported(servers, {at: start + 2999}));
		expect(store.view.groups.size).toBe(4);

		store.apply(serversReported(servers, {at: start + 3000}));
		expect(barsOf(store.view)).toBe(picture`
			n1 █ 1
			n2 █ 1
			n3 0
		`);
		expect(store.view.groups.size).toBe(2);
	});

	it('keeps a group that is handed over while the server is looked at', () => {
		const store = storeOf(servers, [{...orders, messages: 5}]);

		applyAll(store, [
			...look('n1', [], {at: start + 1000}),
			elected(orders, 'n2', {at: start + 1200}),
			serversReported(servers, {at: start + 4000}),
		]);

		expect(store.view.groups.get(orders.key)).toMatchObject({leader: 'n2', messages: 5});
		expect(store.view.elections).toMatchObject([{from: 'n1', to: 'n2'}]);
	});

	it('takes a group as leaderless that its leader does not name and its followers miss a leader of', () => {
		const told = {...orders, leader: undefined};
		const asked = {askedAt: start + 1000, at: start + 1010};

		const followerFirst = applyAll(storeOf(servers, [orders]), [
			...look('n2', [], {...asked, leaderless: [told]}),
			...look('n1', [], asked),
		]);
		const leaderFirst = applyAll(storeOf(servers, [orders]), [
			...look('n1', [], asked),
			...look('n2', [], {...asked, leaderless: [told]}),
		]);

		expect([...followerFirst.view.leaderless.keys()]).toEqual([orders.key]);
		expect([...leaderFirst.view.leaderless.keys()]).toEqual([orders.key]);
	});

	it('keeps a group that its leader names, whatever a follower missed before', () => {
		const store = storeOf(servers, [orders]);

		applyAll(store, [
			...look('n2', [], {at: start + 1000, leaderless: [{...orders, leader: undefined}]}),
			...look('n2', [], {at: start + 2000}),
			...look('n1', [orders], {at: start + 2000}),
		]);

		expect(store.view.groups.get(orders.key)?.leader).toBe('n1');
	});

	it('forgets one-replica groups that were not named', () => {
		const store = storeOf(servers, [orders, logs]);

		applyAll(store, look('n1', [orders], {at: start + 1000}));

		expect([...store.view.groups.keys()]).toEqual([orders.key]);
	});

	it('keeps what the server was elected for after the question', () => {
		const store = storeOf(servers, [orders]);

		applyAll(store, [
			elected(orders, 'n3', {at: start + 1005}),
			...look('n3', [], {askedAt: start + 1000, at: start + 1010}),
		]);

		expect(store.view.groups.get(orders.key)?.leader).toBe('n3');
	});

	it('keeps what an inventory in several parts named in any of them', () => {
		const groups = groupsLedBy({n1: 3});
		const store = storeOf(['n1'], groups);
		const asked = {askedAt: start + 1000};

		applyAll(store, [
			groupsReported('n1', groups.slice(0, 1), {...asked, at: start + 1010}),
			groupsReported('n1', groups.slice(1, 2), {...asked, at: start + 1020}),
			...look('n1', groups.slice(2), {...asked, at: start + 1030}),
		]);

		expect(store.view.groups.size).toBe(3);
	});

	it('forgets a leaderless group when the only server that told of it tells no more', () => {
		const told = {...orders, leader: undefined, followers: [aFollower('n1')]};
		const store = storeOf(servers, []);
		applyAll(store, look('n2', [], {at: start + 1000, leaderless: [told]}));

		applyAll(store, look('n3', [], {at: start + 2000}));
		expect(store.view.leaderless.size).toBe(1);

		applyAll(store, look('n2', [], {at: start + 3000}));
		expect(store.view.leaderless.size).toBe(0);
		expect(store.view.groups.size).toBe(0);
	});

	it('keeps a leaderless group as long as another server tells of it', () => {
		const told = {...orders, leader: undefined};
		const store = storeOf(servers, []);
		applyAll(store, [
			...look('n2', [], {at: start + 1000, leaderless: [told]}),
			...look('n3', [], {at: start + 1000, leaderless: [told]}),
			...look('n2', [], {at: start + 2000}),
		]);
		expect(store.view.leaderless.size).toBe(1);

		applyAll(store, look('n3', [], {at: start + 3000}));
		expect(store.view.groups.size).toBe(0);
	});

	it('gives the hosts of a group that lost its leader time to notice before it is forgotten', () => {
		const store = storeOf(servers, [orders]);
		store.apply({type: 'server-leaving', at: start + 1000, server: 'n1', how: 'shutdown'});

		applyAll(store, bothLook(start + 10_000));
		expect(store.view.leaderless.size).toBe(1);

		applyAll(store, bothLook(start + 20_000));
		expect(store.view.groups.size).toBe(0);
	});
});

describe('what is missing from the picture', () => {
	it('is nothing after a look at every server', () => {
		expect(missingAfter()).toEqual([]);
	});

	it('is a server that appeared, until its look is completed', () => {
		const appeared = serversReported([...servers, 'n4'], {at: start + 1000});

		expect(missingAfter(appeared)).toEqual(['n4']);
		expect(missingAfter(appeared, ...look('n4', [], {at: start + 1100}))).toEqual([]);
	});

	it('is everybody after the connection was lost and made again', () => {
		expect(missingAfter(connection('reconnecting', start + 1000))).toEqual([]);
		expect(
			missingAfter(connection('reconnecting', start + 1000), connection('connected', start + 2000)),
		).toEqual(servers);
	});

	it('is a server whose inventory turned out to leave groups out, until it is whole', () => {
		const doubted = {type: 'look-doubted', at: start + 1000, server: 'n2'} as const;
		expect(missingAfter(doubted)).toEqual(['n2']);
		expect(missingAfter(doubted, ...look('n2', [], {at: start + 2000}))).toEqual([]);
	});

	it('is not a server whose JetStream is not up', () => {
		const states = ['recovering', 'no-jetstream'] as const;
		const away = states.map(state => aReport(state, {state}));
		const offline = [{name: 'n9', cluster: 'east'}];

		expect(missingAfter(serversReported([...servers, ...away], {at: start, offline}))).toEqual([]);
	});

	it('is not a server that was merely silent for a while', () => {
		expect(
			missingAfter(
				serversReported(['n1', 'n2'], {at: start + 1000, silent: ['n3']}),
				serversReported(servers, {at: start + 2000}),
			),
		).toEqual([]);
	});
});
