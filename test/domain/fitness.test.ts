import {describe, expect, it} from 'vitest';
import {
	healthOf,
	mayLead,
	whyNotLeader,
	whyNotMovable,
	type GroupHealth,
} from '../../source/domain/fitness.ts';
import type {Server, ServerState} from '../../source/domain/server.ts';
import {aFollower, aGroup, aServer, type GroupTraits} from '../support/build.ts';

const behind = aFollower('n2', {lag: 311});
const away = aFollower('n2', {online: false, current: false});
const led = (...followers: NonNullable<GroupTraits['followers']>) =>
	aGroup({stream: 'ORDERS', leader: 'n1', followers});

describe('the health of a group', () => {
	it.each<[GroupHealth, ReturnType<typeof led>]>([
		['ok', led('n2', 'n3')],
		['lagging', led(behind, 'n3')],
		['lagging', led(aFollower('n2', {current: false}), 'n3')],
		['offline-follower', led(away, 'n3')],
		['offline-follower', led(away, aFollower('n3', {lag: 1}), 'n4')],
		['no-healthy-follower', led(behind, aFollower('n3', {lag: 1}))],
		['no-healthy-follower', led(away, aFollower('n3', {online: false}))],
		['ok', {...led(aFollower('n2', {current: false, lag: 311}), 'n3'), messagesPerSecond: 400}],
		['lagging', {...led(aFollower('n2', {current: false}), 'n3'), messagesPerSecond: 400}],
		['pinned', led()],
		['leaderless', {...led('n2', 'n3'), leader: undefined}],
	])('is %s', (health, group) => {
		expect(healthOf(group)).toBe(health);
	});
});

describe('a server that is leaving a group', () => {
	const desired = {servers: ['n1', 'n3', 'n4'], status: 'waiting for peer to catch up'};
	const group = {...led('n2', 'n3'), desired};

	it('is healthy, and leads it no more', () => {
		expect(healthOf(group)).toBe('ok');
		expect(group.followers.map(each => mayLead(each, group))).toEqual([false, true]);
		const servers = new Map(['n2', 'n3'].map(name => [name, aServer(name)]));
		expect(group.followers.map(each => whyNotLeader(each, group, servers))).toEqual([
			'n2 is leaving the group',
			undefined,
		]);
	});
});

describe('why a group cannot move', () => {
	const why = (group: ReturnType<typeof led>, ...servers: readonly Server[]) => {
		const known = [aServer('n1'), aServer('n2'), aServer('n3'), ...servers];
		return whyNotMovable(group, new Map(known.map(server => [server.name, server])));
	};

	it('is nothing as long as one follower can take over', () => {
		expect(why(led(behind, 'n3'))).toBeUndefined();
	});

	it.each([
		['has one replica: no other server can lead it', led()],
		['has no leader that could step down', {...led('n2', 'n3'), leader: undefined}],
		['has no follower that is known yet', {...led(), replicas: 3}],
		[
			'has no follower that could take over: n2 lags by 311, n3 is not seen by the leader',
			led(behind, aFollower('n3', {online: false})),
		],
		[
			'has no follower that could take over: n2 is not current',
			led(aFollower('n2', {current: false})),
		],
	])('is that it %s', (reason, group) => {
		expect(why(group)).toBe(reason);
	});

	it.each<[ServerState, string]>([
		['lame-duck', 'n2 is in lame-duck mode'],
		['recovering', 'n2 is recovering JetStream'],
		['no-jetstream', 'n2 is without JetStream'],
		['silent', 'n2 is not responding'],
		['offline', 'n2 is offline'],
	])('is the state of the follower’s server: %s', (state, reason) => {
		expect(why(led('n2'), aServer('n2', {state}))).toBe(
			`has no follower that could take over: ${reason}`,
		);
	});

	it('is that a follower’s server is not known', () => {
		expect(why(led('n4'))).toBe('has no follower that could take over: n4 is not known');
	});
});
