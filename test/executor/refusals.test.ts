import {expect, test} from 'vitest';
import {refusalReasons} from '../../source/executor/refusals.ts';
import {aGroup, aServer, groupsLedBy, pictureOf} from '../support/build.ts';

test('a complete picture is no reason to refuse', () => {
	const picture = pictureOf(['n1', 'n2', 'n3'], groupsLedBy({n1: 3, n2: 3, n3: 3}));
	expect(refusalReasons(picture, 'east')).toEqual([]);
});

test('a server that is known to be down is no reason to refuse', () => {
	const servers = ['n1', 'n2', aServer('n3', {state: 'offline'})];
	expect(refusalReasons(pictureOf(servers, groupsLedBy({n1: 3, n2: 3, n3: 0})), 'east')).toEqual(
		[],
	);
});

test('JetStream that is up nowhere leaves nothing to go by', () => {
	const servers = ['n1', 'n2'].map(name => aServer(name, {state: 'recovering'}));
	expect(refusalReasons(pictureOf(servers, []), 'east')).toEqual([
		{type: 'nothing-seen', subjects: [], line: 'no server of cluster east has JetStream up'},
	]);
});

test('names what is missing, each reason in a line', () => {
	const servers = ['n1', 'n2', aServer('n3', {state: 'silent'}), aServer('n4')];
	const lost = aGroup({stream: 'ORDERS', consumer: 'billing', followers: ['n1', 'n2']});
	const led = aGroup({stream: 'CARTS', leader: 'n3', followers: ['n1', 'n2']});
	const picture = pictureOf(servers, [lost, led], {missing: ['n4']});
	expect(refusalReasons(picture, 'east')).toEqual([
		{
			type: 'servers-missing',
			subjects: ['n4'],
			line: 'the leaders of n4 are unknown',
		},
		{
			type: 'servers-silent',
			subjects: ['n3'],
			line: 'n3 is not responding: leaders on it are unknown',
		},
		{
			type: 'groups-leaderless',
			subjects: [lost.key],
			line: 'SHOP ORDERS › billing has no leader',
		},
	]);
});

test('a server that is not responding is none while others lead all groups, unless it is to be drained', () => {
	const servers = ['n1', 'n2', aServer('n3', {state: 'silent'})];
	const picture = pictureOf(servers, groupsLedBy({n1: 3, n2: 3, n3: 0}));
	expect(refusalReasons(picture, 'east')).toEqual([]);
	expect(refusalReasons(picture, 'east', ['n3']).map(({type}) => type)).toEqual(['servers-silent']);
});

test('names the first five of many', () => {
	const names = Array.from({length: 7}, (_, index) => `n${index + 1}`);
	const [reason] = refusalReasons(pictureOf(names, [], {missing: names}), 'east');
	expect(reason?.line).toBe('the leaders of n1, n2, n3, n4, n5 and 2 more are unknown');
	expect(reason?.subjects).toEqual(names);
});

test('looks at the cluster in question only', () => {
	const servers = ['n1', aServer('w1', {cluster: 'west', state: 'silent'})];
	const lost = aGroup({stream: 'S', cluster: 'west', followers: ['w1']});
	const picture = pictureOf(servers, [lost], {missing: ['w1']});
	expect(refusalReasons(picture, 'east')).toEqual([]);
	expect(refusalReasons(picture, 'west').map(({type}) => type)).toEqual([
		'servers-missing',
		'groups-leaderless',
	]);
	expect(refusalReasons(picture, 'north')).toMatchObject([
		{type: 'nothing-seen', line: 'no server of cluster north has responded yet'},
	]);
});
