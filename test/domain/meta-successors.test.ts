import {expect, it} from 'vitest';
import {metaSuccessors} from '../../source/domain/meta-group.ts';
import {aServer, start} from '../support/build.ts';

const follower = (server: string, current = true) => ({server, current, lag: 0, online: true});

function successors(leaderVersion: string, avoid: readonly string[] = []) {
	const servers = [
		aServer('n1', {version: leaderVersion, startedAt: start}),
		aServer('n2', {version: '2.12.4', startedAt: start}),
		aServer('n3', {version: '2.12.4', startedAt: start + 1000}),
		aServer('n4', {version: '2.14.0', startedAt: start}),
		aServer('n5', {version: '2.14.0', state: 'lame-duck'}),
		aServer('n6', {version: '2.14.0'}),
	];
	const followers = ['n2', 'n3', 'n4', 'n5'].map(name => follower(name));
	const group = {leader: 'n1', replicas: 6, followers: [...followers, follower('n6', false)]};
	return metaSuccessors(group, new Map(servers.map(each => [each.name, each])), new Set(avoid));
}

it('prefers upgraded servers, then restarted ones, and none that is leaving or behind', () => {
	expect(successors('2.12.4')).toEqual(['n4', 'n3', 'n2']);
});

it('leaves out servers that get no leaders', () => {
	expect(successors('2.12.4', ['n4'])).toEqual(['n3', 'n2']);
});

it('names none where the leader takes no preference', () => {
	expect(successors('2.10.27')).toEqual([]);
});
