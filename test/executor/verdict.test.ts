import {expect, test} from 'vitest';
import type {RaftGroup} from '../../source/domain/raft-group.ts';
import type {ServerState} from '../../source/domain/server.ts';
import {invalidReason} from '../../source/executor/verdict.ts';
import {aFollower, aGroup, aServer, pictureOf, type GroupTraits} from '../support/build.ts';

const led: GroupTraits = {stream: 'S', leader: 'n1', followers: ['n2', 'n3']};

function reason(
	group: RaftGroup,
	to: string | undefined,
	states: Record<string, ServerState> = {},
) {
	const servers = ['n1', 'n2', 'n3'].map(name => aServer(name, {state: states[name] ?? 'online'}));
	return invalidReason(pictureOf(servers, [group]), {group: group.key, from: 'n1', to});
}

test('a healthy follower on a server that is up may be made leader', () => {
	expect(reason(aGroup(led), 'n3')).toBeUndefined();
	expect(reason(aGroup(led), undefined)).toBeUndefined();
	expect(reason(aGroup(led), 'n3', {n1: 'lame-duck'})).toBeUndefined();
});

test.each<readonly [string, Partial<GroupTraits>, string]>([
	['somebody else leads', {leader: 'n2'}, 'n2 leads it now, not n1'],
	['nobody leads', {leader: undefined}, 'it has no leader at the moment'],
	['there is one replica', {followers: []}, 'it has one replica: no follower can take over'],
	['the target left the group', {followers: ['n2', 'n4']}, 'n3 is not a follower of it'],
	['the target lags', {followers: ['n2', aFollower('n3', {lag: 12})]}, 'n3 lags by 12'],
	[
		'the target is not current',
		{followers: ['n2', aFollower('n3', {current: false})]},
		'n3 is not current',
	],
	[
		'the target is offline to its leader',
		{followers: ['n2', aFollower('n3', {online: false})]},
		'n3 is not seen by the leader',
	],
])('a move is void when %s', (_what, traits, expected) => {
	expect(reason(aGroup({...led, ...traits}), 'n3')).toBe(expected);
});

test.each<readonly [ServerState, string]>([
	['lame-duck', 'n3 is in lame-duck mode'],
	['recovering', 'n3 is recovering JetStream'],
	['no-jetstream', 'n3 is without JetStream'],
	['silent', 'n3 is not responding'],
	['offline', 'n3 is offline'],
])('a move to a server that is %s is void', (state, expected) => {
	expect(reason(aGroup(led), 'n3', {n3: state})).toBe(expected);
});

test('a move is void when its server is gone or the group is', () => {
	expect(reason(aGroup(led), 'n3', {n1: 'offline'})).toBe('n1 is offline');
	expect(invalidReason(pictureOf(['n1'], []), {group: 'x', from: 'n1', to: 'n3'})).toBe(
		'the group is gone',
	);
	const elsewhere = pictureOf(['n1', 'n2'], [aGroup(led)]);
	expect(invalidReason(elsewhere, {group: aGroup(led).key, from: 'n1', to: 'n3'})).toBe(
		'n3 is not known',
	);
});

test('a step-down that leaves the choice to the group needs one follower that is fit', () => {
	const nobody = 'no follower can take over';
	expect(reason(aGroup(led), undefined, {n2: 'silent'})).toBeUndefined();
	expect(reason(aGroup(led), undefined, {n2: 'silent', n3: 'lame-duck'})).toBe(nobody);
	const behind = ['n2', 'n3'].map(server => aFollower(server, {lag: 1}));
	expect(reason(aGroup({...led, followers: behind}), undefined)).toBe(nobody);
});
