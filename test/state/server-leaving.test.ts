import {describe, expect, it} from 'vitest';
import {groupsLedBy, start} from '../support/build.ts';
import {aReport, serversReported} from '../support/events.ts';
import {applyAll, storeOf} from '../support/store-of.ts';

const servers = ['n1', 'n2', 'n3'];
const leaving = (how: 'lame-duck' | 'shutdown', at = start + 100) =>
	({type: 'server-leaving', at, server: 'n1', how}) as const;

describe('a server in lame-duck mode', () => {
	it('stays in it though reports say that it is online', () => {
		const {view} = applyAll(storeOf(servers, []), [
			leaving('lame-duck'),
			serversReported(servers, {at: start + 1000}),
		]);

		expect(view.servers.get('n1')).toMatchObject({state: 'lame-duck', stateSince: start + 100});
	});

	it('is in it again when it was silent in between', () => {
		const {view} = applyAll(storeOf(servers, []), [
			leaving('lame-duck'),
			serversReported(['n2', 'n3'], {at: start + 1000, silent: ['n1']}),
			serversReported(servers, {at: start + 2000}),
		]);

		expect(view.servers.get('n1')?.state).toBe('lame-duck');
	});

	it('keeps the leaders that have not left yet', () => {
		const store = storeOf(servers, groupsLedBy({n1: 2, n2: 0, n3: 0}));

		store.apply(leaving('lame-duck'));

		expect(store.view.counts.get('n1')?.streams).toBe(2);
	});

	it('is online after its next start', () => {
		const {view} = applyAll(storeOf(servers, []), [
			leaving('lame-duck'),
			serversReported([aReport('n1', {id: 'n1-2'}), 'n2', 'n3'], {at: start + 9000}),
		]);

		expect(view.servers.get('n1')).toMatchObject({state: 'online', rejoinedAt: start + 9000});
	});

	it('is held in it by its own report alone', () => {
		const {view} = applyAll(storeOf(servers, []), [
			serversReported([aReport('n1', {state: 'lame-duck'})]),
			serversReported(['n1'], {at: start + 1000}),
		]);

		expect(view.servers.get('n1')?.state).toBe('lame-duck');
	});
});

describe('a server that shut down', () => {
	it('is offline and leads nothing, at once', () => {
		const store = storeOf(servers, groupsLedBy({n1: 2, n2: 0, n3: 0}));

		store.apply(leaving('shutdown'));

		expect(store.view.servers.get('n1')?.state).toBe('offline');
		expect(store.view.leaderless.size).toBe(2);
	});

	it('is not revived by a late report, nor by being silent or in lame-duck mode', () => {
		const {view} = applyAll(storeOf(servers, []), [
			leaving('shutdown'),
			serversReported(servers, {at: start + 200}),
			serversReported(['n2', 'n3'], {at: start + 300, silent: ['n1']}),
			leaving('lame-duck', start + 400),
		]);

		expect(view.servers.get('n1')).toMatchObject({state: 'offline', stateSince: start + 100});
	});

	it.each([
		['a new id', {id: 'n1-2'}],
		['a later start', {startedAt: start + 150}],
	])('is back with %s', (_, life) => {
		const {view} = applyAll(storeOf(servers, []), [
			leaving('shutdown'),
			serversReported([aReport('n1', life)], {at: start + 200}),
			serversReported([aReport('n1', life)], {at: start + 1200}),
		]);

		expect(view.servers.get('n1')).toMatchObject({state: 'online', rejoinedAt: start + 200});
	});

	it('is no meta leader any more', () => {
		const {view} = applyAll(storeOf(servers, []), [
			{type: 'meta-leader-changed', at: start, cluster: 'east', domain: undefined, leader: 'n1'},
			leaving('shutdown'),
		]);

		expect(view.clusters.get('east')?.metaLeader).toBeUndefined();
	});
});

describe('the announcement of an unknown server', () => {
	it('changes nothing', () => {
		const {view} = applyAll(storeOf([], []), [leaving('shutdown')]);

		expect(view.servers.size).toBe(0);
	});
});
