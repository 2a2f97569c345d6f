import {describe, expect, it} from 'vitest';
import {healthOf} from '../../source/domain/fitness.ts';
import {distributionOf} from '../../source/domain/distribution.ts';
import type {ClusterView} from '../../source/state/cluster-view.ts';
import {start} from '../support/build.ts';
import {barsOf, picture} from '../support/picture.ts';
import {simulation} from './simulation.ts';

const distribution = ({servers, counts}: ClusterView) =>
	distributionOf('east', [...servers.values()], counts);

describe('scenario', () => {
	it('even: every server leads its share', () => {
		const {view} = simulation({scenario: 'even'}).store;

		expect(barsOf(view)).toBe(picture`
			n1 ████████████ 52
			n2 ████████████ 53
			n3 ████████████ 53
		`);
		expect(distribution(view).hotspots).toEqual([]);
	});

	it('restart: the server that restarted leads next to nothing, another one too much', () => {
		const {view} = simulation({scenario: 'restart'}).store;

		expect(barsOf(view)).toBe(picture`
			n1 ████████████ 99
			n2 ███████ 59
			n3 █ 4
		`);
		expect(distribution(view).hotspots).toEqual(['n1']);
		expect(view.servers.get('n3')?.startedAt).toBe(start - 120_000);
	});

	it('scale-out: the new server leads nothing, and hosts some groups', () => {
		const {view} = simulation({scenario: 'scale-out'}).store;

		expect(barsOf(view)).toBe(picture`
			n1 ████████████ 51
			n2 ████████████ 49
			n3 ████████████ 51
			n4 0
		`);
		const hosted = [...view.groups.values()].filter(({followers}) =>
			followers.some(({server}) => server === 'n4'),
		);
		expect(hosted.length).toBeGreaterThan(0);
		expect(hosted.length).toBeLessThan(view.groups.size / 3);
	});

	it('constrained: replica sets reach neighbours only, and the first server leads most', () => {
		const {view} = simulation({scenario: 'constrained'}).store;

		expect(barsOf(view)).toBe(picture`
			n1 ████████████ 68
			n2 ███████ 38
			n3 ██████ 34
			n4 ███ 17
			n5 ██ 9
			n6 0
			n7 0
		`);
		const reach = new Set(
			[...view.groups.values()]
				.filter(({leader}) => leader === 'n1')
				.flatMap(({followers}) => followers.map(({server}) => server)),
		);
		expect([...reach].sort()).toEqual(['n2', 'n3', 'n6', 'n7']);
	});

	it('one-down: the last server is offline, and its groups go on with what is left', () => {
		const {view} = simulation({scenario: 'one-down'}).store;

		expect(barsOf(view)).toBe(picture`
			n1 ████████████ 124
			n2 █████ 48
			n3 0
		`);
		expect(view.servers.get('n3')).toMatchObject({state: 'offline', version: ''});
		expect(view.leaderless.size).toBe(0);
		expect(new Set([...view.groups.values()].map(healthOf))).toContain('offline-follower');
	});

	it('rolling-upgrade: each server leaves, stops, comes back upgraded, and the last one stays empty', () => {
		const {store, scheduler, events} = simulation({scenario: 'rolling-upgrade'});
		const {view} = store;
		expect(barsOf(view)).toBe(picture`
			n1 ████████████ 52
			n2 ████████████ 53
			n3 ████████████ 53
		`);

		scheduler.advance(9000);
		expect(view.servers.get('n1')?.state).toBe('lame-duck');
		scheduler.advance(2000);
		expect(view.servers.get('n1')?.state).toBe('offline');
		expect(barsOf(view)).toBe(picture`
			n1 0
			n2 ████████████ 78
			n3 ████████████ 80
		`);
		scheduler.advance(6000);
		expect(view.servers.get('n1')).toMatchObject({state: 'recovering', version: '2.12.4'});
		scheduler.advance(6000);
		expect(view.servers.get('n1')?.state).toBe('online');

		scheduler.advance(80_000);
		expect([...view.servers.values()].map(({version}) => version)).toEqual(Array(3).fill('2.12.4'));
		expect(barsOf(view)).toBe(picture`
			n1 ████████████ 99
			n2 ███████ 59
			n3 0
		`);
		expect(view.missing).toEqual([]);
		expect(
			events
				.filter(event => event.type === 'server-leaving')
				.map(({server, how}) => `${server} ${how}`),
		).toEqual([
			'n1 lame-duck',
			'n1 shutdown',
			'n2 lame-duck',
			'n2 shutdown',
			'n3 lame-duck',
			'n3 shutdown',
		]);
	});

	it('rolling-upgrade: with one server everything waits for it to come back', () => {
		const {store, scheduler} = simulation({scenario: 'rolling-upgrade', servers: 1});
		const {view} = store;
		const {size} = view.groups;

		scheduler.advance(12_000);
		expect(view.servers.get('n1')?.state).toBe('offline');
		expect(view.clusters.get('east')?.metaLeader).toBeUndefined();

		scheduler.advance(30_000);
		expect(view.clusters.get('east')?.metaLeader).toBe('n1');
		expect(view.counts.get('n1')).toEqual({streams: 0, consumers: 0, r1: size});
	});

	it('rolling-upgrade: two servers lose the quorum of their groups and find it again', () => {
		const {store, scheduler} = simulation({scenario: 'rolling-upgrade', servers: 2});
		const replicated = store.view.clusters.get('east')?.groups;

		scheduler.advance(12_000);
		expect(store.view.leaderless.size).toBe(replicated);

		scheduler.advance(20_000);
		expect(store.view.leaderless.size).toBe(0);
	});
});
