import {describe, expect, it} from 'vitest';
import {createStore} from '../../source/state/store.ts';
import {aFollower, aGroup, aServer, groupsLedBy, start} from '../support/build.ts';
import {aReport, elected, look, metaGroupReported, serversReported} from '../support/events.ts';
import {barsOf, picture} from '../support/picture.ts';
import {applyAll, storeOf} from '../support/store-of.ts';

const servers = ['n1', 'n2', 'n3'];
const withoutN1 = ['n2', 'n3'];
const n1Offline = [{name: 'n1', cluster: 'east'}];

const messages = (messagesIn: number, messagesOut: number) => {
	const {stats} = aServer('n1');
	return stats && {...stats, messagesIn, messagesOut};
};

describe('a server that never answered', () => {
	const gone = (at: number) => serversReported(withoutN1, {at, silent: ['n1']});

	it('is silent in the cluster of who counts it as a peer, and no longer missing', () => {
		const store = applyAll(createStore(), [
			serversReported(withoutN1),
			metaGroupReported(['n2', 'n1', 'n3']),
			...withoutN1.flatMap(name => look(name, [])),
		]);
		expect(store.view.missing).toEqual(['n1']);

		store.apply(gone(start + 1000));
		expect(store.view.missing).toEqual([]);
		expect(store.view.servers.get('n1')).toMatchObject({state: 'silent', cluster: 'east', id: ''});
		expect(store.view.clusters.size).toBe(1);
	});

	it('is what replica sets tell where nobody leads the meta group, until none names it', () => {
		const store = createStore();
		const groups = [aGroup({stream: 'S', leader: 'n2', followers: ['n1', 'n3']})];
		applyAll(store, [serversReported(withoutN1), ...look('n2', groups), ...look('n3', [])]);
		expect(store.view.missing).toEqual(['n1']);

		store.apply(serversReported(withoutN1, {at: start + 1000}));
		expect(store.view.missing).toEqual([]);
		expect(store.view.servers.get('n1')).toMatchObject({state: 'silent', cluster: 'east', id: ''});

		const down = aFollower('n1', {online: false});
		const flagged = [aGroup({stream: 'S', leader: 'n2', followers: [down, 'n3']})];
		applyAll(store, look('n2', flagged, {at: start + 2000}));
		store.apply(serversReported(withoutN1, {at: start + 3000}));
		expect(store.view.servers.get('n1')?.state).toBe('offline');

		const moved = [aGroup({stream: 'S', leader: 'n2', followers: ['n3']})];
		applyAll(store, look('n2', moved, {at: start + 4000}));
		store.apply(serversReported(withoutN1, {at: start + 5000}));
		expect(store.view.servers.has('n1')).toBe(false);
	});

	it.each([
		['is not taken for one that restarted', start - 1000, undefined],
		['is back when it started meanwhile', start + 2000, start + 3000],
	])('%s', (_, startedAt, rejoinedAt) => {
		const report = aReport('n1', {startedAt});
		const {view} = applyAll(createStore(), [
			serversReported(withoutN1),
			gone(start + 1000),
			serversReported([report, ...withoutN1], {at: start + 3000}),
		]);
		expect(view.servers.get('n1')).toMatchObject({state: 'online', rejoinedAt});
	});
});

describe('a round of looks at the servers', () => {
	it('measures the messages per second between two reports', () => {
		const {view} = applyAll(storeOf([], []), [
			serversReported([aReport('n1', {stats: messages(1000, 500)})]),
			serversReported([aReport('n1', {stats: messages(1600, 900)})], {at: start + 2000}),
		]);

		expect(view.servers.get('n1')?.messagesPerSecond).toBe(500);
	});

	it('keeps the statistics and the rate through a round that did not ask for them', () => {
		const store = applyAll(storeOf([], []), [
			serversReported([aReport('n1', {stats: messages(1000, 500)})]),
			serversReported([aReport('n1', {stats: messages(1600, 900)})], {at: start + 2000}),
			serversReported([aReport('n1', {stats: undefined})], {at: start + 3000}),
		]);
		expect(store.view.servers.get('n1')).toMatchObject({
			stats: messages(1600, 900),
			messagesPerSecond: 500,
		});

		store.apply(
			serversReported([aReport('n1', {stats: messages(1700, 1000)})], {at: start + 4000}),
		);
		expect(store.view.servers.get('n1')?.messagesPerSecond).toBe(100);
	});

	it('does not measure across a restart, where the counters begin anew', () => {
		const {view} = applyAll(storeOf([], []), [
			serversReported([aReport('n1', {stats: messages(1000, 0)})]),
			serversReported([aReport('n1', {id: 'n1-2', stats: messages(5000, 0)})], {at: start + 2000}),
		]);

		expect(view.servers.get('n1')?.messagesPerSecond).toBeUndefined();
	});

	it('sees by a new id that a server restarted', () => {
		const {view} = applyAll(storeOf(servers, []), [
			serversReported([aReport('n1', {id: 'n1-2'}), ...withoutN1], {at: start + 1000}),
		]);

		expect(view.servers.get('n1')).toMatchObject({
			state: 'online',
			stateSince: start + 1000,
			rejoinedAt: start + 1000,
		});
		expect(view.missing).toEqual(['n1']);
	});

	it('takes a restarted server as rejoined from when JetStream is back', () => {
		const restarted = aReport('n1', {id: 'n1-2'});
		const {view} = applyAll(storeOf(servers, []), [
			serversReported([{...restarted, state: 'recovering'}], {at: start + 1000}),
			serversReported([restarted], {at: start + 26_000}),
		]);

		expect(view.servers.get('n1')?.rejoinedAt).toBe(start + 26_000);
	});

	it('does not take a server that joins for one that rejoins', () => {
		const {view} = applyAll(storeOf(servers, []), [serversReported([...servers, 'n4'])]);

		expect(view.servers.get('n4')?.rejoinedAt).toBeUndefined();
	});

	it('does not take in a report of a life that has ended', () => {
		const {view} = applyAll(storeOf(servers, []), [
			serversReported([aReport('n1', {id: 'n1-2', startedAt: start})], {at: start + 1000}),
			serversReported([aReport('n1', {version: '2.9.0'})], {at: start + 2000}),
		]);

		expect(view.servers.get('n1')).toMatchObject({id: 'n1-2', version: '2.12.4'});
	});

	it('keeps since when a server is in its state', () => {
		const {view} = applyAll(storeOf(servers, []), [
			serversReported(withoutN1, {at: start + 1000, silent: ['n1']}),
			serversReported(withoutN1, {at: start + 2000, silent: ['n1']}),
		]);

		expect(view.servers.get('n1')).toMatchObject({state: 'silent', stateSince: start + 1000});
	});

	it('leaves a silent server its groups', () => {
		const store = storeOf(servers, groupsLedBy({n1: 3, n2: 2, n3: 1}));

		store.apply(serversReported(withoutN1, {at: start + 1000, silent: ['n1']}));

		expect(barsOf(store.view)).toBe(picture`
			n1 ███ 3
			n2 ██ 2
			n3 █ 1
		`);
	});

	it('takes the leaders of a server that went offline as lost until others are elected', () => {
		const groups = groupsLedBy({n1: 3, n2: 2, n3: 1});
		const store = storeOf(servers, groups);

		store.apply(serversReported(withoutN1, {at: start + 1000, offline: n1Offline}));
		expect(barsOf(store.view)).toBe(picture`
			n1 0
			n2 ██ 2
			n3 █ 1
		`);
		expect([...store.view.leaderless.values()]).toEqual(Array(3).fill(start + 1000));
		expect(store.view.clusters.get('east')).toMatchObject({groups: 6, leaderless: 3});

		applyAll(
			store,
			groups.slice(0, 3).map(group => elected(group, 'n3', {at: start + 1300})),
		);
		expect(barsOf(store.view)).toBe(picture`
			n1 0
			n2 ██ 2
			n3 ████ 4
		`);
		expect(store.view.leaderless.size).toBe(0);
	});

	it('leaves an offline server its one-replica groups', () => {
		const {view} = applyAll(storeOf(servers, [aGroup({stream: 'LOGS', leader: 'n1'})]), [
			serversReported(withoutN1, {at: start + 1000, offline: n1Offline}),
		]);

		expect(view.counts.get('n1')).toEqual({streams: 0, consumers: 0, r1: 1});
		expect(view.leaderless.size).toBe(0);
	});

	it('takes the leaders of a restarted server as lost while it recovers', () => {
		const store = storeOf(servers, groupsLedBy({n1: 3, n2: 0, n3: 0}));
		const recovering = aReport('n1', {id: 'n1-2', state: 'recovering'});

		store.apply(serversReported([recovering, ...withoutN1], {at: start + 1000}));

		expect(store.view.leaderless.size).toBe(3);
	});

	it("believes a server's own answer more than the meta leader", () => {
		const {view} = applyAll(storeOf(servers, []), [
			serversReported(servers, {at: start + 1000, offline: n1Offline}),
		]);

		expect(view.servers.get('n1')?.state).toBe('online');
	});

	it('shows a peer that was offline before the watch began', () => {
		const {view} = applyAll(storeOf([], []), [serversReported(withoutN1, {offline: n1Offline})]);

		expect(view.servers.get('n1')).toMatchObject({state: 'offline', cluster: 'east', version: ''});
	});

	it('takes a server that was offline and answers again as rejoined', () => {
		const {view} = applyAll(storeOf(servers, []), [
			serversReported(withoutN1, {at: start + 1000, offline: n1Offline}),
			serversReported(servers, {at: start + 2000}),
		]);

		expect(view.servers.get('n1')).toMatchObject({state: 'online', rejoinedAt: start + 2000});
		expect(view.missing).toEqual(['n1']);
	});

	it('samples the leaders of each server at looks and elections, twice a second at most, for five minutes', () => {
		const groups = groupsLedBy({n1: 3, n2: 0});
		const store = storeOf(['n1', 'n2'], groups);
		for (const [index, group] of groups.entries()) {
			const at = start + ([700, 800, 3100][index] ?? 0);
			store.apply(elected(group, 'n2', {at}));
			store.apply(serversReported(['n1', 'n2', 'n3'], {at: at + 100}));
		}

		expect(store.view.sampledAt.map(at => at - start)).toEqual([0, 700, 3100]);
		expect(store.view.trend('n1')).toEqual([2, 0]);
		expect(store.view.trend('n2')).toEqual([1, 3]);
		expect(store.view.trend('n3')).toEqual([]);

		for (let round = 1; round <= 400; round++) {
			store.apply(serversReported(['n1', 'n2', 'n3'], {at: start + 4000 + round * 1000}));
		}

		expect(store.view.trend('n2')).toEqual(Array(300).fill(3));
		expect(store.view.sampledAt).toHaveLength(300);
		expect(store.view.sampledAt.at(-1)).toBe(start + 404_000);
	});

	it('lists the clusters in the order of their names, with the groups of each', () => {
		const {view} = storeOf(
			['n1', aServer('w1', {cluster: 'west'})],
			[
				aGroup({stream: 'A', leader: 'w1', followers: ['w2'], cluster: 'west'}),
				aGroup({stream: 'B', leader: 'n1', followers: ['n2']}),
				aGroup({stream: 'C', leader: 'n1', followers: ['n2']}),
				aGroup({stream: 'D', leader: 'n1'}),
			],
		);

		expect([...view.clusters.values()]).toEqual([
			{name: 'east', jetStream: true, metaLeader: undefined, groups: 2, leaderless: 0},
			{name: 'west', jetStream: true, metaLeader: undefined, groups: 1, leaderless: 0},
		]);
	});

	it('forgets a server that has been away for more than an hour and that nobody counts on', () => {
		const hour = 3_600_000;
		const store = storeOf(servers, []);
		const rounds = (at: number, offline: typeof n1Offline) =>
			applyAll(store, [serversReported(withoutN1, {at, silent: ['n1'], offline})]);

		rounds(start, []);
		rounds(start + hour, []);
		expect(store.view.servers.has('n1')).toBe(true);

		rounds(start + hour + 1, n1Offline);
		expect(store.view.servers.has('n1')).toBe(true);

		rounds(start + 2 * hour + 2, []);
		expect(store.view.servers.has('n1')).toBe(false);
		expect(store.view.trend('n1')).toEqual([]);
	});

	it('does not forget a server that holds one-replica groups', () => {
		const store = storeOf(servers, [aGroup({stream: 'LOGS', leader: 'n1'})]);

		applyAll(store, [
			serversReported(withoutN1, {at: start, silent: ['n1']}),
			serversReported(withoutN1, {at: start + 9_000_000, silent: ['n1']}),
		]);

		expect(store.view.servers.has('n1')).toBe(true);
	});

	it('keeps a server that recovered in the picture with its own inventory', () => {
		const groups = groupsLedBy({n1: 2, n2: 1});
		const store = storeOf(['n1', 'n2'], groups);

		applyAll(store, [
			serversReported(['n2'], {at: start + 1000, offline: n1Offline}),
			serversReported([aReport('n1', {id: 'n1-2'}), 'n2'], {at: start + 30_000}),
			...look('n1', groups.slice(0, 2), {at: start + 30_100}),
		]);

		expect(store.view.leaderless.size).toBe(0);
		expect(store.view.counts.get('n1')?.streams).toBe(2);
	});
});
