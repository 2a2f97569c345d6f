import {describe, expect, it} from 'vitest';
import {stopReasons, stopVerdicts, stopWarnings} from '../../source/domain/stop-verdict.ts';
import {aFollower, aGroup, aMetaGroup, aServer, groupsLedBy, pictureOf} from '../support/build.ts';

const three = ['n1', 'n2', 'n3'];

describe('stopVerdicts', () => {
	it('lets any one of three healthy servers stop', () => {
		const groups = groupsLedBy({n1: 3, n2: 2, n3: 1});

		expect(answersOf(three, groups)).toEqual({n1: 'ok', n2: 'ok', n3: 'ok'});
	});

	it('keeps the others up while a follower catches up, and says whom they wait for', () => {
		const late = aFollower('n3', {current: false, lag: 311});
		const group = aGroup({stream: 'ORDERS', leader: 'n1', followers: ['n2', late]});

		// n3 is not needed for the quorum of n1 and n2.
		expect(answersOf(three, [group])).toEqual({n1: 'wait', n2: 'wait', n3: 'ok'});
		expect(verdictsOf(three, [group]).get('n1')?.blockers).toEqual([
			{group: group.key, waitsFor: 'lag 311 on n3'},
		]);
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

		expect(answersOf(three, [busy(50)])).toEqual({n1: 'ok', n2: 'ok', n3: 'ok'});
		expect(answersOf(three, [busy(51)])).toEqual({n1: 'wait', n2: 'wait', n3: 'ok'});
	});

	it.each([
		['offline', 'offline'],
		['silent', 'not responding'],
		['recovering', 'recovering'],
		['lame-duck', 'lame duck'],
	] as const)('does not count a replica on a server that is %s', (state, words) => {
		const servers = ['n1', 'n2', aServer('n3', {state})];
		const groups = groupsLedBy({n1: 1, n2: 0, n3: 0});

		expect(answersOf(servers, groups)).toEqual({n1: 'wait', n2: 'wait', n3: 'ok'});
		expect(reasonsOf('n2', servers, groups)).toEqual([
			`${words} on n3`,
			`meta group: ${words} on n3`,
		]);
	});

	it('lets one of five go while one is down, and none of the current ones while two are', () => {
		const names = ['n1', 'n2', 'n3', 'n4', 'n5'];
		const down = aFollower('n4', {online: false});
		const one = aGroup({stream: 'WIDE', leader: 'n1', followers: ['n2', 'n3', down, 'n5']});
		const late = aFollower('n5', {current: false});
		const two = aGroup({stream: 'WIDE', leader: 'n1', followers: ['n2', 'n3', down, late]});

		expect(Object.values(answersOf(names, [one]))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
		expect(Object.values(answersOf(names, [two]))).toEqual(['wait', 'wait', 'wait', 'ok', 'ok']);
	});

	it('never lets a replica of two stop', () => {
		const group = aGroup({stream: 'PAIR', leader: 'n1', followers: ['n2']});

		expect(answersOf(three, [group])).toEqual({n1: 'wait', n2: 'wait', n3: 'ok'});
		expect(reasonsOf('n1', three, [group])).toEqual(['only 2 replicas']);
	});

	it('stops nothing that hosts a group without leader', () => {
		const group = aGroup({stream: 'LOST', followers: ['n1', 'n2'], replicas: 3});

		expect(answersOf(three, [group])).toEqual({n1: 'wait', n2: 'wait', n3: 'ok'});
		expect(reasonsOf('n1', three, [group])).toEqual(['no leader']);
	});

	it('warns of groups with one replica, and lets their server stop', () => {
		const cache = aGroup({stream: 'CACHE', leader: 'n1'});
		const verdict = verdictsOf(three, [cache]).get('n1');

		expect(verdict).toEqual({answer: 'ok', blockers: [], unknowns: [], r1: 1});
		expect(stopWarnings({r1: 1})).toEqual(['1 group with one replica would be unavailable']);
		expect(stopWarnings({r1: 0})).toEqual([]);
	});

	it('gives each reason once, however many groups wait for it', () => {
		const late = aFollower('n3', {current: false, lag: 311});
		const groups = ['A', 'B'].map(stream =>
			aGroup({stream, leader: 'n1', followers: ['n2', late]}),
		);

		expect(verdictsOf(three, groups).get('n1')?.blockers).toHaveLength(2);
		expect(reasonsOf('n1', three, groups)).toEqual(['lag 311 on n3']);
	});
});

describe('the meta group', () => {
	const picture = (metaGroup: ReturnType<typeof aMetaGroup>) => ({
		metaGroups: new Map([[undefined, metaGroup]]),
	});

	it('keeps its servers up while one of them is behind, though no stream is', () => {
		const late = aMetaGroup(three, {
			followers: [aFollower('n2'), aFollower('n3', {current: false, lag: 5})],
		});

		expect(answersOf(three, [], picture(late))).toEqual({n1: 'wait', n2: 'wait', n3: 'ok'});
		expect(verdictsOf(three, [], picture(late)).get('n1')?.blockers).toEqual([
			{group: undefined, waitsFor: 'meta group: lag 5 on n3'},
		]);
	});

	it('spares none of its servers while nobody leads it', () => {
		const lost = aMetaGroup(three, {
			leader: undefined,
			followers: three.map(name => aFollower(name, {current: false})),
		});

		expect(answersOf(three, [], picture(lost))).toEqual({n1: 'wait', n2: 'wait', n3: 'wait'});
		expect(reasonsOf('n2', three, [], picture(lost))).toEqual(['meta group: no leader']);
	});

	it('counts peers that nobody has met for lost', () => {
		expect(answersOf(three, [], picture(aMetaGroup(three, {replicas: 4})))).toEqual({
			n1: 'wait',
			n2: 'wait',
			n3: 'wait',
		});
	});

	it('of two servers spares neither, of one there is nothing to keep', () => {
		expect(answersOf(['n1', 'n2'], [])).toEqual({n1: 'wait', n2: 'wait'});
		expect(reasonsOf('n1', ['n1', 'n2'], [])).toEqual(['meta group: only 2 replicas']);
		expect(answersOf(['n1'], [])).toEqual({n1: 'ok'});
	});

	it('says nothing about a server that is not in it', () => {
		const down = aMetaGroup(three, {
			followers: [aFollower('n2'), aFollower('n3', {online: false})],
		});
		const servers = [...three, 'n4', aServer('n5', {state: 'no-jetstream'})];

		expect(answersOf(servers, [], picture(down))).toMatchObject({n1: 'wait', n4: 'ok', n5: 'ok'});
	});

	it('makes nothing ok while it has not been told, but for a server without a cluster', () => {
		const untold = {metaGroups: new Map()};

		expect(answersOf(three, [], untold)).toEqual({n1: 'unknown', n2: 'unknown', n3: 'unknown'});
		expect(reasonsOf('n1', three, [], untold)).toEqual(['meta group not seen']);
		expect(answersOf([aServer('solo', {cluster: 'solo'})], [], untold)).toEqual({solo: 'ok'});
	});

	it('may count on a server that is not among its peers by name, while it has one without', () => {
		const nameless = aMetaGroup(['n1', 'n2', 'yrzKKRBu']);

		expect(answersOf(three, [], picture(nameless))).toMatchObject({n3: 'unknown'});
	});

	it('is judged by domain', () => {
		const hub = three.map(name => aServer(name, {domain: 'hub'}));
		const leaf = ['l1', 'l2', 'l3'].map(name => aServer(name, {domain: 'leaf', cluster: 'leaf'}));
		const metaGroups = new Map([
			['hub', aMetaGroup(three)],
			['leaf', aMetaGroup(['l1', 'l2', 'l3'], {replicas: 4})],
		]);

		expect(answersOf([...hub, ...leaf], [], {metaGroups})).toEqual({
			n1: 'ok',
			n2: 'ok',
			n3: 'ok',
			l1: 'wait',
			l2: 'wait',
			l3: 'wait',
		});
	});
});

describe('an incomplete picture', () => {
	it('makes nothing ok in its cluster, and keeps what speaks against a stop', () => {
		const group = aGroup({stream: 'PAIR', leader: 'n1', followers: ['n2']});
		const west = ['w1', 'w2', 'w3'].map(name => aServer(name, {cluster: 'west'}));
		const metaGroups = new Map([[undefined, aMetaGroup([...three, 'w1', 'w2', 'w3'])]]);
		const missing = ['n3'];

		expect(answersOf([...three, ...west], [group], {missing, metaGroups})).toMatchObject({
			n1: 'wait',
			n3: 'unknown',
			w1: 'ok',
		});
		expect(reasonsOf('n3', three, [group], {missing})).toEqual(['no inventory from n3']);
	});

	it('may lack groups of any cluster where only the name of a server is known', () => {
		expect(answersOf(three, [], {missing: ['n9']})).toMatchObject({n1: 'unknown'});
	});
});

type Parts = Parameters<typeof pictureOf>;

function verdictsOf(...parts: Parts) {
	return stopVerdicts(pictureOf(...parts));
}

function answersOf(...parts: Parts) {
	return Object.fromEntries(Array.from(verdictsOf(...parts), ([name, {answer}]) => [name, answer]));
}

function reasonsOf(server: string, ...parts: Parts) {
	const verdict = verdictsOf(...parts).get(server);
	return verdict && stopReasons(verdict);
}
