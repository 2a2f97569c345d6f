import {describe, expect, it} from 'vitest';
import {stopVerdicts} from '../../source/domain/stop-verdict.ts';
import {aFollower, aGroup, aServer, groupsLedBy, pictureOf} from '../support/build.ts';

describe('stopVerdicts', () => {
	it('lets any one of three healthy servers stop', () => {
		const groups = groupsLedBy({n1: 3, n2: 2, n3: 1});

		expect(okOf(['n1', 'n2', 'n3'], groups)).toEqual({n1: true, n2: true, n3: true});
	});

	it('keeps the others up while a follower catches up, and says whom they wait for', () => {
		const late = aFollower('n3', {current: false, lag: 311});
		const group = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', late]});
		const verdicts = stopVerdicts(pictureOf(['n1', 'n2', 'n3'], [group]));

		// n3 is not needed for the quorum of n1 and n2.
		expect(Array.from(verdicts, ([name, {ok}]) => [name, ok])).toEqual([
			['n1', false],
			['n2', false],
			['n3', true],
		]);
		expect(verdicts.get('n1')?.blockers).toEqual([{group: group.key, waitsFor: 'lag 311 on n3'}]);
	});

	it('does not wait for a follower that is less than a second of traffic behind', () => {
		const behind = (lag: number) => aFollower('n3', {current: false, lag});
		const busy = (lag: number) =>
			aGroup({
				stream: 'ORDERS',
				leader: 'n1',
				followers: ['n2', behind(lag)],
				messagesPerSecond: 50,
			});

		const servers = ['n1', 'n2', 'n3'];
		expect(okOf(servers, [busy(50)])).toEqual({n1: true, n2: true, n3: true});
		expect(okOf(servers, [busy(51)])).toEqual({n1: false, n2: false, n3: true});
	});

	it('does not count a replica on a server that is down, whatever the leader says of it', () => {
		const servers = ['n1', 'n2', aServer('n3', {state: 'offline'})];
		const verdicts = stopVerdicts(pictureOf(servers, groupsLedBy({n1: 1, n2: 0, n3: 0})));

		expect(verdicts.get('n1')?.ok).toBe(false);
		expect(verdicts.get('n2')?.blockers[0]?.waitsFor).toBe('offline on n3');
		expect(verdicts.get('n3')?.ok).toBe(true);
	});

	it('lets one of five go while one is down, and none of the current ones while two are', () => {
		const names = ['n1', 'n2', 'n3', 'n4', 'n5'];
		const down = aFollower('n4', {online: false});
		const one = aGroup({stream: 'WIDE', leader: 'n1', followers: ['n2', 'n3', down, 'n5']});
		const late = aFollower('n5', {current: false});
		const two = aGroup({stream: 'WIDE', leader: 'n1', followers: ['n2', 'n3', down, late]});

		expect(Object.values(okOf(names, [one]))).toEqual([true, true, true, true, true]);
		expect(Object.values(okOf(names, [two]))).toEqual([false, false, false, true, true]);
	});

	it('never lets a replica of two stop', () => {
		const group = aGroup({stream: 'PAIR', leader: 'n1', followers: ['n2']});
		const verdicts = stopVerdicts(pictureOf(['n1', 'n2', 'n3'], [group]));

		expect(verdicts.get('n1')?.blockers[0]?.waitsFor).toBe('only 2 replicas');
		expect(verdicts.get('n2')?.ok).toBe(false);
		expect(verdicts.get('n3')?.ok).toBe(true);
	});

	it('stops nothing that hosts a group without leader', () => {
		const group = aGroup({stream: 'LOST', followers: ['n1', 'n2'], replicas: 3});
		const verdicts = stopVerdicts(pictureOf(['n1', 'n2', 'n3'], [group]));

		expect(verdicts.get('n1')?.blockers[0]?.waitsFor).toBe('no leader');
		expect(verdicts.get('n3')?.ok).toBe(true);
	});

	it('warns of groups with one replica, and lets their server stop', () => {
		const verdicts = stopVerdicts(pictureOf(['n1'], [aGroup({stream: 'CACHE', leader: 'n1'})]));

		expect(verdicts.get('n1')).toEqual({ok: true, blockers: [], r1: 1});
	});
});

function okOf(servers: readonly string[], groups: Parameters<typeof pictureOf>[1]) {
	const verdicts = stopVerdicts(pictureOf(servers, groups));
	return Object.fromEntries(Array.from(verdicts, ([name, {ok}]) => [name, ok]));
}
